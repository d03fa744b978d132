"""Problems of many areas: bounds that add up, plans that fit together."""
