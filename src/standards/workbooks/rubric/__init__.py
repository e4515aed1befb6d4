"""The parts of the rubric book. `tables` and `spelling` say what stands where and how; both directions use them."""
