"""The worker side of Muster's protocol: Python 3.8 or later, standard library only."""
