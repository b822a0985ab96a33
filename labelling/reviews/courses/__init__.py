"""Training courses: modules with questions, progress, certificates of attendance, trainers."""
