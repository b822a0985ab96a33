"""Who makes the star map: programme officers. The map itself is open to all."""

from labelling.core.access import Actor, Role, Verdict, known_if, register
from labelling.core.permissions import Permission
from labelling.observatory.subjects import OneVersion, Workshop


def _makes(actor: Actor, _workshop: Workshop) -> Verdict:
    return known_if(actor.role is Role.OFFICER)


def _decides(actor: Actor, _version: OneVersion) -> Verdict:
    return known_if(actor.role is Role.OFFICER)


register(Permission.EMPLOYMENT_VIEW, Workshop, _makes)
register(Permission.EMPLOYMENT_IMPORT, Workshop, _makes)
register(Permission.EMPLOYMENT_DISCARD, OneVersion, _decides)
register(Permission.EMPLOYMENT_PUBLISH, OneVersion, _decides, fresh=True)
register(Permission.EMPLOYMENT_WITHDRAW, OneVersion, _decides, fresh=True)
register(Permission.BOUNDARIES_KEEP, Workshop, _makes)
