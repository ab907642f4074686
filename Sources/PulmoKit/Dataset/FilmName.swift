/// What the name of a film's file says, in the two namings of the Kermany films.
///
/// | name | patient | label |
/// |---|---|---|
/// | `person7_bacteria_24.jpeg` | `person7_bacteria` | bacterial |
/// | `person7_virus_6.jpeg` | `person7_virus` | viral |
/// | `IM-0115-0001.jpeg` | `IM-0115` | not said |
/// | `NORMAL2-IM-0587-0001.jpeg` | `NORMAL2-IM-0587` | normal |
/// | `BACTERIA-7422-0001.jpeg` | `BACTERIA-7422` | bacterial |
/// | `VIRUS-7422-0001.jpeg` | `VIRUS-7422` | viral |
/// | `NORMAL-7422-0001.jpeg` | `NORMAL-7422` | normal |
///
/// The series number their patients independently, so the series is part of the patient. `IM-…` says no label: workstations
/// name any exported film so. Letter case does not matter.
struct FilmName: Hashable, Sendable {
  /// The child, or nil where the naming is unknown.
  let patient: String?
  let label: Label?

  init(_ fileName: some StringProtocol) {
    let name = fileName.lowercased()[...]
    if let (number, rest) = name.number(after: "person") {
      if rest.isWord("_bacteria") {
        self.init(patient: "person\(number)_bacteria", label: .bacterial)
        return
      }
      if rest.isWord("_virus") {
        self.init(patient: "person\(number)_virus", label: .viral)
        return
      }
    }
    for (prefix, series, label) in Self.series {
      if let (number, rest) = name.number(after: prefix), rest.isWord("") {
        self.init(patient: series + number, label: label)
        return
      }
    }
    self.init(patient: nil, label: nil)
  }

  private init(patient: String?, label: Label?) {
    self.patient = patient
    self.label = label
  }

  private static let series: [(prefix: String, series: String, label: Label?)] = [
    ("im-", "IM-", nil), ("normal2-im-", "NORMAL2-IM-", .normal),
    ("bacteria-", "BACTERIA-", .bacterial), ("virus-", "VIRUS-", .viral), ("normal-", "NORMAL-", .normal),
  ]
}

extension Substring {
  /// The digits that follow `prefix`, and what follows them.
  fileprivate func number(after prefix: String) -> (number: Substring, rest: Substring)? {
    guard hasPrefix(prefix) else { return nil }
    let tail = dropFirst(prefix.count)
    let digits = tail.prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : (digits, tail[digits.endIndex...])
  }

  /// Whether this begins with `word`, and the word ends there.
  fileprivate func isWord(_ word: String) -> Bool {
    guard hasPrefix(word) else { return false }
    guard let next = dropFirst(word.count).first else { return true }
    return !next.isLetter && !next.isNumber
  }
}
