extension String {
  /// The word of `words` that this one was probably meant to be, the one fewest edits away; nil where all are further than two edits
  /// and further than a third of this word's length. Case does not count.
  package func nearest(of words: [String]) -> String? {
    let ranked = words.map { (word: $0, edits: lowercased().editDistance(to: $0.lowercased())) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }), best.edits <= Swift.max(2, count / 3) else { return nil }
    return best.word
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn this text into `other` (optimal string alignment).
  private func editDistance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var edits = Swift.min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { edits = Swift.min(edits, rows[i - 1][j - 1] + 1) }
        row.append(edits)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
