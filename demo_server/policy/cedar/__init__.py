"""Cedar policies as a grant: the entities come from the directory, and `cedarpy`, an extra, evaluates the policies."""
