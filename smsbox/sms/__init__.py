"""Short messages as such: numbers, alphabets, segments, personal texts and the PDUs of 3GPP 23.038 and 23.040. Pure."""
