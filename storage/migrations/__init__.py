"""Steps of the schema, tried on both databases."""
