/// Films that stand together on a triage page. What could not be read stands apart, first: nobody has judged it.
enum TriageGroup: String, Sendable, Hashable, CaseIterable {
  case unreadable
  case urgent
  case greyZone = "grey-zone"
  case clear
  /// By the decision alone, where a model has no thresholds of triage.
  case pneumonia
  case normal

  init(of reading: Reading) {
    guard case .success(let prediction) = reading.result else {
      self = .unreadable
      return
    }
    switch (prediction.triage, prediction.decision) {
    case (.urgent, _): self = .urgent
    case (.greyZone, _): self = .greyZone
    case (.clear, _): self = .clear
    case (nil, .pneumonia): self = .pneumonia
    case (nil, .normal): self = .normal
    }
  }

  /// The groups that a page has, films or not, in order of urgency.
  static func all(hasTriage: Bool, hasUnreadable: Bool) -> [TriageGroup] {
    (hasUnreadable ? [.unreadable] : []) + (hasTriage ? [.urgent, .greyZone, .clear] : [.pneumonia, .normal])
  }

  var title: String {
    switch self {
    case .unreadable: "Could not be read"
    case .urgent: "Urgent"
    case .greyZone: "Grey zone"
    case .clear: "Clear"
    case .pneumonia: "Called pneumonia"
    case .normal: "Called normal"
    }
  }

  /// What it asks of the reader.
  var meaning: String {
    switch self {
    case .unreadable: "Nothing is known of these: look at each by hand."
    case .urgent: "A pneumonia is most likely: read first."
    case .greyZone: "Neither is likely enough: a radiologist decides."
    case .clear: "Most likely normal: may wait, and is read all the same."
    case .pneumonia: "The probability reaches the model's threshold."
    case .normal: "The probability is below the model's threshold; read all the same."
    }
  }

  /// The readings of each group: the most probable pneumonia first, and where there is no probability, or the same, in the order they came.
  static func sorted(_ readings: [Reading]) -> [TriageGroup: [Reading]] {
    func probability(_ reading: Reading) -> Double { (try? reading.result.get().probability) ?? 0 }
    return Dictionary(grouping: readings.enumerated(), by: { TriageGroup(of: $0.element) }).mapValues { group in
      group.sorted { (probability($1.element), $0.offset) < (probability($0.element), $1.offset) }.map(\.element)
    }
  }
}
