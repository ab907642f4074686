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
    try folder.write("scores.csv", content: ScoreFile.header + scores.map(ScoreFile.line).joined())
    #expect(try ScoreFile.read(at: folder("scores.csv")) == scores)
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
  ])
  func namesWhatIsWrong(content: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("scores.csv", content: content)
    let error = #expect(throws: DataError.self) { try ScoreFile.read(at: folder("scores.csv")) }
    #expect(error.map { "\($0)".contains(expected) && "\($0)".contains("scores.csv") } == true, "\(String(describing: error))")
  }
}
