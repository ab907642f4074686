/// What a dataset holds and what is wrong with it: `pulmo dataset inspect`.
public struct DatasetInspection: Sendable, Hashable, Codable {
  /// The folder the films' ids are relative to.
  public let directory: String
  /// The CSV that says which part a film is in; nil where folders do, or nothing does.
  public let splitFile: String?
  /// One row a split folder in order train, val, test; one row without a folder where the dataset has none.
  public let folders: [FolderCount]
  public let patients: PatientFigures
  /// Nil where no film could be read.
  public let sizes: SizeFigures?
  /// Films with the same bytes, groups in order of their first film.
  public let duplicates: [DuplicateGroup]
  /// Films of one picture in files that differ, such as re-encoded or resized ones, groups in order of their first film. Copies that were
  /// cut, turned or mirrored are not found.
  public let copies: [CopyGroup]
  /// Films whose folder or manifest says one label and whose name another, by id. The folder or manifest counts.
  public let contradictions: [String]
  /// Films that cannot be read, in order of id.
  public let unreadable: [UnreadableFilm]
  public let skipped: [SkippedFile]
  /// ``FileHashes/digest`` of the films whose bytes can be read.
  public let digest: String
  /// What each trait of files and pictures alone says of the label, in the order of `FilmTrait.allCases`.
  public let shortcuts: [Shortcut]
  /// Films whose child neither name nor manifest tells.
  public let namelessPatients: Int
  /// What all this means, one verdict a question.
  public internal(set) var checks: [InspectionCheck]

  public var filmCount: Int { folders.reduce(0) { $0 + $1.films } }

  /// The films of one split folder.
  public struct FolderCount: Sendable, Hashable, Codable {
    public let folder: SplitName?
    public let films: Int
    public let patients: Int
    /// In the order normal, bacterial, viral, pneumonia; only those that occur.
    public let labels: [LabelCount]
  }

  public struct LabelCount: Sendable, Hashable, Codable {
    public let label: Label
    public let films: Int
    public let patients: Int
  }

  public struct PatientFigures: Sendable, Hashable, Codable {
    public let count: Int
    /// Films per patient.
    public let films: Spread
    /// The patient with the most films; the first by name of several.
    public let largest: String
    /// Patients with films in more than one split folder, by name: a model would be measured on children it learned from.
    public let acrossFolders: [String]
  }

  public struct SizeFigures: Sendable, Hashable, Codable {
    /// How many different sizes, width by height, there are.
    public let distinct: Int
    /// In pixels, upright as the film is shown.
    public let width: Spread
    public let height: Spread
  }

  /// The least, the middle (of an even number, the lower one) and the greatest of some numbers.
  public struct Spread: Sendable, Hashable, Codable {
    public let minimum: Int
    public let median: Int
    public let maximum: Int

    init?(_ values: [Int]) {
      let sorted = values.sorted()
      guard let first = sorted.first, let last = sorted.last else { return nil }
      minimum = first
      median = sorted[(sorted.count - 1) / 2]
      maximum = last
    }
  }

  /// Films whose files are the same to the byte.
  public struct DuplicateGroup: Sendable, Hashable, Codable {
    public let sha256: String
    /// The films' ids, in order.
    public let films: [String]
    /// One picture under two labels that contradict each other: one of them is wrong.
    public let acrossLabels: Bool
    /// One picture under two patients: they may be one child.
    public let acrossPatients: Bool
    /// One picture in two split folders: a model would be measured on what it learned.
    public let acrossFolders: Bool

    public var isSuspicious: Bool { acrossLabels || acrossPatients || acrossFolders }
  }

  /// Films that show one picture, though not all their files are the same.
  public struct CopyGroup: Sendable, Hashable, Codable {
    /// The least correlation between two films that the group hangs together by.
    public let correlation: Double
    /// The films' ids, in order.
    public let films: [String]
    /// As in ``DuplicateGroup``.
    public let acrossLabels: Bool
    public let acrossPatients: Bool
    public let acrossFolders: Bool

    public var isSuspicious: Bool { acrossLabels || acrossPatients || acrossFolders }
  }

  public struct UnreadableFilm: Sendable, Hashable, Codable {
    public let id: String
    public let reason: String
  }
}
