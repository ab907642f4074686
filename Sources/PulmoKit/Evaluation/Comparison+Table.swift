import Statistics

extension Comparison {
  /// A model's letter in tables: A for the first.
  public static func letter(_ index: Int) -> String {
    precondition((0..<26).contains(index), "there are letters for 26 models")
    return String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index)))
  }

  /// As text: the figures of each model, the differences of every two with intervals and tests, and the films on which they disagree.
  /// - Parameter films: how many of those films to list; the rest is counted.
  public func table(films: Int = 25) -> String {
    var lines = TextTable.lines(
      [[""] + models.indices.map(Self.letter)]
        + Self.compared.map { figure in
          [figure.title] + models.map { Self.text($0.figures[figure]) }
        })
    for pair in pairs { lines += [""] + self.lines(of: pair) }
    lines += ["", note, ""] + disagreementLines(films: films)
    return lines.joined(separator: "\n")
  }

  private var note: String {
    "Intervals are at 95%, the wider of one that takes films as independent and one of \(resampling.resamples) resamples of the"
      + " \(resampling.patients) patients, the same for all models.\np takes films as independent"
      + (pairs.count > 1 ? " and is not adjusted for \(pairs.count) comparisons" : "")
      + "; where one child has several, go by the interval."
  }

  private func lines(of pair: Pair) -> [String] {
    let (first, second) = (Self.letter(pair.first), Self.letter(pair.second))
    let rows = Self.compared.map { figure in
      let difference = pair.differences[figure]
      let test =
        switch figure {
        case .sensitivity: Self.text(pair.mcNemarOfPneumonias, first, second)
        case .specificity: Self.text(pair.mcNemarOfNormal, first, second)
        case .accuracy: Self.text(pair.mcNemar, first, second)
        default: "DeLong \(Self.text(probability: pair.deLong?.pValue))"
        }
      let range =
        difference?.quoted.map { "95% interval \(FigureText.signed($0.lower, decimals: 4)) to \(FigureText.signed($0.upper, decimals: 4))" }
        ?? "no interval"
      return [figure.title, difference.map { FigureText.signed($0.value, decimals: 4) } ?? "n/a", range, test]
    }
    return TextTable.lines([["\(first) less \(second)", "", "", ""]] + rows, textColumns: 4).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func disagreementLines(films: Int) -> [String] {
    guard !disagreements.isEmpty else { return ["They call every film alike."] }
    let count = disagreements.count
    let heading =
      "\(count) of \(self.count) films are called pneumonia (P) by some and normal by others\(count > films ? "; the \(films) farthest apart" : ""):"
    let rows = disagreements.prefix(films).map { film in
      [film.id.printable, film.label.rawValue]
        + zip(film.probabilities, film.decisions).map { "\(FigureText.number($0, decimals: 4))\($1 == .pneumonia ? " P" : "  ")" }
    }
    return [heading]
      + TextTable.lines([["film", "label"] + models.indices.map { Self.letter($0) + "  " }] + rows, textColumns: 2).map { line in
        String(line.reversed().drop { $0 == " " }.reversed())
      }
  }

  private static func text(_ figure: QuotedInterval?) -> String {
    FigureText.number(figure?.value, decimals: 4) + (figure?.quoted.map { " (\(FigureText.numbers($0, decimals: 4)))" } ?? "")
  }

  private static func text(_ test: McNemarTest, _ first: String, _ second: String) -> String {
    "McNemar \(text(probability: test.pValue)); right: only \(first) \(test.onlyFirstRight), only \(second) \(test.onlySecondRight)"
  }

  static func text(probability: Double?) -> String {
    guard let probability else { return "p n/a" }
    return probability < 0.0001 ? "p < 0.0001" : "p = \(probability.formatted(decimals: 4))"
  }
}
