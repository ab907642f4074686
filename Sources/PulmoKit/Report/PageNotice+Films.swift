extension PageNotice {
  /// What a file of scores cannot tell.
  static let uncheckedScores = PageNotice(
    .information, title: "The scores were read from a file",
    text: "Nothing checked which tool made them, nor whether it learned from films that it is measured on here.")

  /// What the numbers of films call for: some unreadable, a class missing or small.
  static func about(pneumonias: Int, normal: Int, unreadable: Int) -> [PageNotice] {
    var notices: [PageNotice] = []
    if unreadable > 0 {
      notices.append(
        PageNotice(
          .warning, title: "\(FigureText.count(unreadable, "film")) could not be read",
          text: "They are in no figure of this page. The command named each with its reason."))
    }
    let classes = [("pneumonia", pneumonias), ("normal", normal)]
    for (name, count) in classes where count == 0 {
      notices.append(
        PageNotice(
          .warning, title: "There is no \(name) film",
          text: "Figures that need both classes are n/a, and nothing here says how well the two are told apart."))
    }
    let few = classes.filter { $0.1 > 0 && $0.1 < 30 }
    if !few.isEmpty {
      notices.append(
        PageNotice(
          .information, title: "Only " + few.map { FigureText.count($0.1, "\($0.0) film") }.joined(separator: " and "),
          text: "The intervals are wide, and what lies between their ends is all that can be said."))
    }
    return notices
  }
}
