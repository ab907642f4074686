/// Neighbours in the flat buffers of a program that are learned alike: one update moves them.
struct LearnedRun {
  /// In scalars.
  var range: Range<Int>
  /// Factor on the learning rate.
  let rateFactor: Float
  /// Updates that were done while these parameters were frozen: the optimizer counts its steps without them, for its state is as young as
  /// what it has learned.
  let missedUpdates: Int
}

extension [LearnedRun] {
  /// The fewest runs that cover `entries`, in their order in memory.
  init(
    _ entries: [ParameterStore.Entry], rateFactor: (_ name: String) -> Float, missedUpdates: (_ name: String) -> Int
  ) {
    self = entries.sorted { $0.offset < $1.offset }.reduce(into: []) { runs, entry in
      let name = entry.specification.name
      let run = LearnedRun(range: entry.range, rateFactor: rateFactor(name), missedUpdates: missedUpdates(name))
      // The gap that aligns a parameter holds zeros, which every optimizer leaves at zero: runs join over it.
      if let last = runs.last, run.range.lowerBound - last.range.upperBound < 16, last.rateFactor == run.rateFactor,
        last.missedUpdates == run.missedUpdates
      {
        runs[runs.count - 1].range = last.range.lowerBound..<run.range.upperBound
      } else {
        runs.append(run)
      }
    }
  }
}
