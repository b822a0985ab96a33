"""What versions offer outside requests: personal data, and their end."""

from labelling.applications.retention import clears_applications
from labelling.applications.versions import personal_data
from labelling.core.doors import holds_personal_data

holds_personal_data("applications_versions", personal_data.export, personal_data.erase)
clears_applications(personal_data.clear)
