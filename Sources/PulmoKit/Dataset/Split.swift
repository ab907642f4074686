/// Which studies are learned from, chosen on and reported on. No patient and no identical content stands on two sides.
public struct Split: Sendable, Hashable {
  public let train: [Study]
  public let val: [Study]
  public let test: [Study]

  /// Groups `studies` by patient and identical file content, then deals whole groups, stratified by label, into parts
  /// of about `fractions` (train, val, test; they sum to 1).
  public static func grouped(_ studies: [Study], fractions: [Double], seed: UInt64) throws(DataError) -> Split { preconditionFailure("stub") }

  /// Columns `id,patient,label,split`.
  public func write(to path: String) throws(DataError) { preconditionFailure("stub") }

  /// Reads what `write` wrote, for studies of `dataset`; refuses unknown ids and overlapping patients.
  public init(csv path: String, dataset: Dataset) throws(DataError) { preconditionFailure("stub") }

  public subscript(name: SplitName) -> [Study] {
    switch name {
    case .train: train
    case .val: val
    case .test: test
    }
  }
}
