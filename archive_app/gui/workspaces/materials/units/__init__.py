"""全宗, 类 and 案卷 in 资料: the tree beside the list, and what is done with it."""
