import NeuralNet

/// How an epoch draws its films.
public enum Sampling: String, Sendable, Hashable, Codable {
  /// Each film once.
  case natural
  /// Films of the rarer class, pneumonia or not, repeated until both classes are equally frequent (oversampling).
  case balanced
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

  /// - Throws: ``DataError`` when balanced sampling lacks one class.
  init(_ studies: [Study], sampling: Sampling, seed: UInt64, epoch: Int) throws(DataError) {
    // The last key sets these numbers apart from those of the epoch's augmentation.
    var generator = SplitMix64(keys: seed, UInt64(bitPattern: Int64(epoch)), 0x6F72_6465_72)
    var order = Array(studies.indices)
    if sampling == .balanced {
      var rarer = studies.indices.filter { studies[$0].label.isPneumonia }
      var other = studies.indices.filter { !studies[$0].label.isPneumonia }
      if rarer.count > other.count { swap(&rarer, &other) }
      guard !rarer.isEmpty else {
        throw .invalid(
          path: "training films",
          reason: "balanced sampling needs normal and pneumonia films, and one kind is missing; use natural sampling")
      }
      let (copies, remainder) = other.count.quotientAndRemainder(dividingBy: rarer.count)
      for _ in 1..<copies { order += rarer }
      // Whole copies first, so no film is used more than once more than another; who fills the rest is dealt anew each epoch.
      rarer.shuffle(with: &generator)
      order += rarer.prefix(remainder)
    }
    order.shuffle(with: &generator)
    var draws = Array(repeating: 0, count: studies.count)
    picks = order.map { study in
      defer { draws[study] += 1 }
      return Pick(study: study, draw: draws[study])
    }
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
