"""Lists of one volume: 稿费, 样书, 供稿供图, 勘误, 大事记, indexes of names. What is printed is asked of its pages."""
