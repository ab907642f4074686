import NeuralNet

/// Which film gives each film its background: one of another child, drawn by the seed and the film's id, blind to all labels.
struct Backgrounds: Sendable {
  private let studies: [Study]
  private let seed: UInt64

  init(of studies: [Study], seed: UInt64) {
    self.studies = studies
    self.seed = seed
  }

  /// The place, among all studies, of the film behind that of `study`; nil where all films are of one child.
  subscript(_ study: Study) -> Int? {
    var generator = SplitMix64(keys: seed, study.augmentationKey)
    func draw(of count: Int) -> Int { Int(generator.next().multipliedFullWidth(by: UInt64(count)).high) }
    for _ in 0..<64 {
      let drawn = draw(of: studies.count)
      if studies[drawn].patient != study.patient { return drawn }
    }
    // Nearly all films are this child's.
    let others = studies.indices.filter { studies[$0].patient != study.patient }
    return others.isEmpty ? nil : others[draw(of: others.count)]
  }
}
