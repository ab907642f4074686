/// How much two choices from the same things have in common.
public enum SetOverlap {
  /// Jaccard's index, 0 to 1: the share of what either chose that both did. Nil where neither chose anything.
  ///
  /// Source: Jaccard, "The distribution of the flora in the alpine zone", New Phytologist 11 (1912).
  public static func jaccard<Element>(_ first: Set<Element>, _ second: Set<Element>) -> Double? {
    let either = first.union(second).count
    return either == 0 ? nil : Double(first.intersection(second).count) / Double(either)
  }
}
