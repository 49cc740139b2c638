"""What monitoring reads of this box: figures with declared names, read when somebody asks; counts that never fall."""
