import Testing

@testable import PulmoKit

@Suite struct ScoreFileTests {
  @Test func readsWhatItWroteToTheBit() throws {
    let folder = try TemporaryFolder()
    let scores = [
      ScoredStudy(id: "train/a, \"b\".png", patient: "person1", label: .bacterial, probability: 0.1 + 0.2),
      ScoredStudy(id: "c.png", patient: "c.png", label: .normal, probability: 1e-300),
      ScoredStudy(id: "d.png", patient: "d", label: .pneumonia, probability: 1),
    ]
    try folder.write("scores.csv", content: ScoreFile.header(isThreeClass: false) + scores.map(ScoreFile.line).joined())
    #expect(try ScoreFile.read(at: folder("scores.csv")) == scores)
  }

  @Test func threeClassesComeBackToTheBit() throws {
    let folder = try TemporaryFolder()
    let scores = [
      ScoredStudy(
        id: "a", patient: "a", label: .viral, probability: 0.9, classes: ClassProbabilities(normal: 0.1, bacterial: 0.3, viral: 0.6)),
      ScoredStudy(
        id: "b", patient: "b", label: .normal, probability: 1.0 / 3,
        classes: ClassProbabilities(normal: 2.0 / 3, bacterial: 1.0 / 3, viral: 0)),
    ]
    try folder.write("scores.csv", content: ScoreFile.header(isThreeClass: true) + scores.map(ScoreFile.line).joined())
    #expect(try ScoreFile.read(at: folder("scores.csv")) == scores)
  }

  @Test func threeClassesMayBeMissing() throws {
    let folder = try TemporaryFolder()
    // Two of the three columns are another tool's business; empty cells are a film without.
    try folder.write("two.csv", content: "id,label,score,normal,viral\na,normal,0.5,no,1\n")
    #expect(try ScoreFile.read(at: folder("two.csv")).map(\.classes) == [nil])
    try folder.write("some.csv", content: "viral,normal,bacterial,id,label,score\n,,,a,normal,0.5\n0.2,0.5,0.3,b,viral,0.5\n")
    let classes = try ScoreFile.read(at: folder("some.csv")).map(\.classes)
    #expect(classes == [nil, ClassProbabilities(normal: 0.5, bacterial: 0.3, viral: 0.2)])
  }

  @Test func readsOtherTools() throws {
    let folder = try TemporaryFolder()
    try folder.write("scores.csv", content: "Score;extra;PATH;label\n-3.5;x;a.png;0\n12;y;b.png;1\n0.5;;c.png;VIRAL\n")
    let scores = try ScoreFile.read(at: folder("scores.csv"))
    #expect(scores.map(\.probability) == [-3.5, 12, 0.5])
    #expect(scores.map(\.label) == [.normal, .pneumonia, .viral])
    #expect(scores.map(\.patient) == ["a.png", "b.png", "c.png"])
  }

  @Test(arguments: [
    ("id,label\na,normal\n", "probability or score"),
    ("label,score\nnormal,1\n", "id or path"),
    ("id,score\na,1\n", "label"),
    ("id,label,score\na,sick,1\n", "row 1"),
    ("id,label,score\na,normal,1\nb,normal,high\n", "row 2"),
    ("id,label,score\na,normal,nan\n", "not a number"),
    ("id,label,score\na,normal,1\na,normal,0\n", "second time"),
    ("id,label,score\n,normal,1\n", "no id"),
    ("id,label,score\n", "no scores"),
    ("id,label,score,normal,bacterial,viral\na,normal,1,0.5,0.5,0.5\n", "row 1"),
    ("id,label,score,normal,bacterial,viral\na,normal,1,0.5,,0.5\n", "leave all three empty"),
    ("id,label,score,normal,bacterial,viral\na,normal,1,nan,0.5,0.5\n", "three probabilities"),
  ])
  func namesWhatIsWrong(content: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("scores.csv", content: content)
    let error = #expect(throws: DataError.self) { try ScoreFile.read(at: folder("scores.csv")) }
    #expect(error.map { "\($0)".contains(expected) && "\($0)".contains("scores.csv") } == true, "\(String(describing: error))")
  }
}
