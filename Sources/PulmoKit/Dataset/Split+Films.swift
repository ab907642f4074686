import NeuralNet

extension Split {
  /// Deals films one by one, whosever they are: a shuffle, then shares of `fractions` rounded down, the rest to train.
  ///
  /// It is what much published work does ("random 80/10/10"), kept to compare with. Films of one child, and copies of one picture, land on
  /// both sides, so that figures flatter.
  /// - Throws: ``DataError`` where a file cannot be read, or a part of a positive share would stay empty.
  static func byFilm(_ studies: [Study], fractions: [Double], seed: UInt64) throws(DataError) -> Split {
    let studies = studies.sorted { $0.id < $1.id }
    var random = SplitMix64(seed: seed)
    let shuffled = shuffled(studies, using: &random)
    let (val, test) = (Int(fractions[1] * Double(studies.count)), Int(fractions[2] * Double(studies.count)))
    guard val > 0 || fractions[1] == 0, test > 0 || fractions[2] == 0, val + test < studies.count else {
      throw DataError.impossibleSplit(reason: "\(studies.count) films do not fill parts of the shares \(fractions); give more films")
    }
    let parts: [SplitName: [Study]] = [
      .val: Array(shuffled.prefix(val)), .test: Array(shuffled[val..<val + test]), .train: Array(shuffled.dropFirst(val + test)),
    ]
    return try Split(parts, hashes: try FileHashes(of: studies), unit: .film)
  }

  /// Deals `studies` as a recipe says that names no split file.
  static func dealt(_ studies: [Study], by recipe: SplitRecipe) throws(DataError) -> Split {
    switch recipe.unit {
    case .patient: try grouped(studies, fractions: recipe.fractions, seed: recipe.seed)
    case .film: try byFilm(studies, fractions: recipe.fractions, seed: recipe.seed)
    }
  }
}
