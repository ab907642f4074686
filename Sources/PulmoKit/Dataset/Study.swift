/// One film with its label and the child it belongs to.
public struct Study: Sendable, Hashable, Codable {
  /// The path below the dataset's directory: unique in its dataset, the same on every machine.
  public let id: String
  /// The child: films of one patient never stand on two sides of a split.
  public let patient: String
  /// Where the file is.
  public let path: String
  public let label: Label
  /// The folder the film came in, `train`, `val` or `test`, where the dataset has such folders.
  public let folder: SplitName?

  public init(id: String, patient: String, path: String, label: Label, folder: SplitName?) {
    self.id = id
    self.patient = patient
    self.path = path
    self.label = label
    self.folder = folder
  }
}

/// The part a film plays: learned from, chosen on (best epoch, threshold), or reported on.
public enum SplitName: String, Sendable, Hashable, Codable, CaseIterable {
  case train, val, test

  /// The part a folder or a manifest cell names, in any case, with the usual longer spellings.
  init?(spelling: some StringProtocol) {
    switch spelling.lowercased() {
    case "train", "training": self = .train
    case "val", "valid", "validation": self = .val
    case "test", "testing": self = .test
    default: return nil
    }
  }
}
