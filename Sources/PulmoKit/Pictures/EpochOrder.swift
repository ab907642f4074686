import NeuralNet

/// How an epoch draws its films.
public enum Sampling: String, Sendable, Hashable, Codable {
  /// Each film once.
  case natural
  /// Films of the rarer class, pneumonia or not, repeated until both classes are equally frequent (oversampling).
  case balanced
  /// Films of the rarer class of each acquisition setting repeated until both classes are equally frequent in it, or each film is used
  /// ``mostUses`` times: where a setting says nothing of the label, a network that learns the setting gains nothing by it. The settings are
  /// found among the training films (``AcquisitionSettings``).
  case balancedWithinSettings

  /// How often an epoch uses a film of a setting's rarer class at most: a few films repeated without end would be learned by heart.
  public static let mostUses = 4
}

/// Which film comes when in one epoch: a pure function of the labels, the sampling, the seed and the epoch.
struct EpochOrder: Sendable, Hashable {
  /// One use of a film.
  struct Pick: Sendable, Hashable {
    /// The film's position in the list of studies.
    let study: Int
    /// How often the epoch used the film before.
    let draw: Int
  }

  let picks: [Pick]

  /// - Parameter settings: of the films; films of none are one setting. Needed where sampling balances within settings.
  /// - Throws: ``DataError`` when balanced sampling lacks one class.
  init(
    _ studies: [Study], sampling: Sampling, settings: AcquisitionSettings? = nil, seed: UInt64, epoch: Int
  ) throws(DataError) {
    // The last key sets these numbers apart from those of the epoch's augmentation.
    var generator = SplitMix64(keys: seed, UInt64(bitPattern: Int64(epoch)), 0x6F72_6465_72)
    var order = Array(studies.indices)
    switch sampling {
    case .natural: break
    case .balanced:
      let isOneSided = Set(studies.map(\.label.isPneumonia)).count < 2
      guard !isOneSided else {
        throw .invalid(
          path: "training films",
          reason: "balanced sampling needs normal and pneumonia films, and one kind is missing; use natural sampling")
      }
      order += Self.repeats(among: order, of: studies, mostUses: .max, with: &generator)
    case .balancedWithinSettings:
      let bySetting = Dictionary(grouping: studies.indices) { settings?[studies[$0]] ?? "" }
      for (_, films) in bySetting.sorted(by: { $0.key < $1.key }) {
        order += Self.repeats(among: films, of: studies, mostUses: Sampling.mostUses, with: &generator)
      }
    }
    order.shuffle(with: &generator)
    var draws = Array(repeating: 0, count: studies.count)
    picks = order.map { study in
      defer { draws[study] += 1 }
      return Pick(study: study, draw: draws[study])
    }
  }

  /// What is to be added to `films`, positions in `studies`, for both classes to be equally frequent: none where one class is missing.
  ///
  /// Whole copies of the rarer class first, so no film is used more than once more than another; who fills the rest is dealt anew each time.
  private static func repeats(
    among films: [Int], of studies: [Study], mostUses: Int, with generator: inout SplitMix64
  ) -> [Int] {
    var rarer = films.filter { studies[$0].label.isPneumonia }
    var other = films.filter { !studies[$0].label.isPneumonia }
    if rarer.count > other.count { swap(&rarer, &other) }
    guard !rarer.isEmpty else { return [] }
    let (uses, remainder) = other.count.quotientAndRemainder(dividingBy: rarer.count)
    let copies = (1..<min(uses, mostUses)).flatMap { _ in rarer }
    rarer.shuffle(with: &generator)
    return uses < mostUses ? copies + rarer.prefix(remainder) : copies
  }
}

extension Array {
  /// Fisher and Yates's shuffle, written out because the standard library's may give another order in another release.
  ///
  /// An index comes from the high half of a 64×64-bit product; its bias is below 2⁻⁴⁰ for arrays of under 16 million elements.
  mutating func shuffle(with generator: inout SplitMix64) {
    guard count > 1 else { return }
    for last in stride(from: count - 1, to: 0, by: -1) {
      swapAt(last, Int(generator.next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
  }
}
