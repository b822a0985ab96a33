"""The benchmarking club: members compare their figures twice a year, and nobody is exposed."""
