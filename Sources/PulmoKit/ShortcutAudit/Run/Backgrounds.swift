import NeuralNet

/// Which film gives each film its background: one of another child, drawn by the seed and the film's id, blind to all labels.
struct Backgrounds: Sendable {
  private let studies: [Study]
  private let seed: UInt64

  init(of studies: [Study], seed: UInt64) {
    self.studies = studies
    self.seed = seed
  }

  /// The film behind that of `study`; its own where 64 draws found no other child's.
  subscript(_ study: Study) -> Study {
    var generator = SplitMix64(keys: seed, study.augmentationKey)
    for _ in 0..<64 {
      let drawn = studies[Int(generator.next().multipliedFullWidth(by: UInt64(studies.count)).high)]
      if drawn.patient != study.patient { return drawn }
    }
    return study
  }
}
