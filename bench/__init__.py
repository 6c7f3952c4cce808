"""Benchmarks: `./dev bench` builds rounds of three sizes and prints figures beside limits measured in the same run."""
