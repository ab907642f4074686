extension Split {
  /// Cuts each series of patients into `count` stretches of consecutive numbers and about equal films; a fold is one stretch of every series.
  ///
  /// A series is all patients whose names differ in their numbers alone (`IM-0115`, `IM-0117`); series of fewer than `count` groups are put
  /// together into one. Numbers probably follow the time and the machines at which films were made, so a fold holds habits that the other folds know less of.
  /// - Parameters:
  ///   - groups: films that stay together, in order of their first film, by which a group is placed.
  ///   - count: at least 1.
  static func stretches(of groups: [[Study]], count: Int) -> [[Study]] {
    var folds = [[Study]](repeating: [], count: count)
    let places = groups.map { PlaceInSeries(ofPatient: $0[0].patient) }
    let bySeries = Dictionary(grouping: groups.indices) { places[$0].series }.sorted { $0.key < $1.key }.map { series in
      series.value.sorted { places[$0].isBefore(places[$1]) ?? ($0 < $1) }
    }
    let rest = bySeries.filter { $0.count < count }.flatMap(\.self)
    for series in bySeries.filter({ $0.count >= count }) + (rest.isEmpty ? [] : [rest]) {
      let films = series.reduce(0) { $0 + groups[$1].count }
      var before = 0
      for index in series {
        folds[before * count / films] += groups[index]
        before += groups[index].count
      }
    }
    return folds
  }
}
