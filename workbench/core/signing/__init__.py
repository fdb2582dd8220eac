"""The one package that imports the JOSE library."""
