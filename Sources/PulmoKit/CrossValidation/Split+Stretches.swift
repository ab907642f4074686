extension Split {
  /// Cuts each series of patients into `count` stretches of consecutive numbers and about equal films; a fold is one stretch of every series.
  ///
  /// A series is all patients whose names differ in their last number alone (`IM-0115`, `IM-0117`); names without a number are one series, in their
  /// own order. Numbers mostly follow the days on which, and the machines by which, films were made, so a fold holds days and habits that the
  /// other folds know less of.
  /// - Parameters:
  ///   - groups: films that stay together, in order of their first film, by which a group is placed.
  ///   - count: at least 1.
  static func stretches(of groups: [[Study]], count: Int) -> [[Study]] {
    var folds = [[Study]](repeating: [], count: count)
    let places = groups.map { PlaceInSeries(ofPatient: $0[0].patient) }
    let series = Dictionary(grouping: groups.indices) { places[$0].series }
    for members in series.sorted(by: { $0.key < $1.key }).map(\.value) {
      let films = members.reduce(0) { $0 + groups[$1].count }
      var before = 0
      for index in members.sorted(by: { (places[$0].number, $0) < (places[$1].number, $1) }) {
        folds[before * count / films] += groups[index]
        before += groups[index].count
      }
    }
    return folds
  }
}

/// Where a patient stands among those numbered together.
private struct PlaceInSeries {
  /// The name, with its last number left out.
  let series: String
  let number: Int

  init(ofPatient name: String) {
    guard let digits = name.matches(of: /[0-9]+/).last, let number = Int(digits.output) else {
      (series, number) = ("", 0)
      return
    }
    series = name[..<digits.startIndex] + "#" + name[digits.endIndex...]
    self.number = number
  }
}
