import Statistics
import Testing

@testable import PulmoKit

/// Folds of consecutive numbers of every series of children.
@Suite struct StretchTests {
  private static func studies(_ patients: [String]) -> [Study] {
    patients.enumerated().map { index, patient in
      Study(id: "film\(1000 + index)", patient: patient, path: "", label: index % 2 == 0 ? .normal : .bacterial, folder: nil)
    }
  }

  private static func folds(_ studies: [Study], count: Int, copies: [(String, String)] = []) throws -> [Split] {
    let hashes = FileHashes(sha256: Dictionary(uniqueKeysWithValues: studies.map { ($0.id, $0.id) }))
    return try Split.folds(
      of: studies, count: count, validationShare: 0.25, seed: 3, inStretches: true, hashes: hashes, copies: copies)
  }

  @Test func aFoldIsAStretchOfEverySeries() throws {
    // Numbers as numbers, not as text: 9 before 10.
    let numbers = [9, 10, 2, 33, 100, 7]
    let series = ["person#_virus", "NORMAL2-IM-#"]
    let studies = Self.studies(series.flatMap { name in numbers.map { name.replacing("#", with: "\($0)") } })
    let splits = try Self.folds(studies, count: 3)
    let stretches = splits.map { Set($0.test.map(\.patient)) }
    func patients(_ numbers: [Int]) -> Set<String> { Set(series.flatMap { name in numbers.map { name.replacing("#", with: "\($0)") } }) }
    #expect(stretches == [patients([2, 7]), patients([9, 10]), patients([33, 100])])
    for split in splits {
      #expect((split.train + split.val + split.test).count == studies.count && split.train.count == 6 && split.val.count == 2)
    }
  }

  @Test func stretchesAreOfAboutEqualFilmsAndKeepChildrenAndCopiesTogether() throws {
    // Child 1 has six of the ten films, and child 8 a copy of one of child 2's.
    let studies = Self.studies(["a1", "a1", "a1", "a1", "a1", "a1", "a2", "a5", "a8", "a9"])
    let splits = try Self.folds(studies, count: 2, copies: [("film1006", "film1008")])
    #expect(splits.map { Set($0.test.map(\.patient)) } == [["a1"], ["a2", "a5", "a8", "a9"]])
    #expect(try Self.folds(studies.reversed(), count: 2, copies: [("film1008", "film1006")]) == splits)
  }

  /// Dates are one series in their order, and so are numbers longer than any integer; leading zeros mean nothing.
  @Test func allNumbersOfANameCount() throws {
    for names in [
      ["2019-03-14-7", "2019-03-20-1", "2019-11-02-3", "2020-01-01-2"],
      ["1.2.840.99999999999999999998", "1.2.840.100000000000000000001", "1.3.1.5", "2.0.0.1"],
      ["p007", "p8", "p09", "p0010"],
    ] {
      let studies = Self.studies([names[2], names[0], names[3], names[1]])
      #expect(try Self.folds(studies, count: 2).map { Set($0.test.map(\.patient)) } == [Set(names[..<2]), Set(names[2...])], "\(names)")
    }
  }

  /// Names without numbers are series of one: together they are dealt like one, and do not all fall into the first fold.
  @Test func shortSeriesAreOneTogether() throws {
    let studies = Self.studies(["ann", "bob", "eve", "joe"])
    #expect(try Self.folds(studies, count: 2).map { $0.test.map(\.patient) } == [["ann", "bob"], ["eve", "joe"]])
  }

  @Test func whatCannotBeCutIsSaid() {
    let error = #expect(throws: DataError.self) { try Self.folds(Self.studies(["a1", "a2"]), count: 3) }
    #expect("\(error, default: "")".contains("do not fill 3 folds"))
  }

  /// A whole cross-validation in miniature.
  @Test func measuredAsTheGroupedOneIs() async throws {
    let folder = try TestFolder()
    try SyntheticFilms.write(90, to: folder.file("films"))
    // A score file is of no use to folds, whose films it scores: it need not even be there, and may come later.
    func validation(inStretches: Bool = true, _ scores: String = "thresholdScores=none.csv") throws -> CrossValidation {
      let recipe = try CrossValidationTests.recipe(folder, "epochs=1", scores)
      var validation = try CrossValidation(
        of: recipe, folds: 2, seeds: 1, folding: inStretches ? .stretches : .children, at: folder.file("out"))
      validation.testsCorruptions = inStretches
      return validation
    }
    guard case .finished(let half) = try await validation("thresholdScores=null").run(onlyFold: 2) else { throw CancellationError() }
    #expect(half.byStretch?.missing.map(\.fold) == [1] && half.table.contains("1 of 2 trainings are not done"))
    guard case .finished(let whole) = try await validation().run() else { throw CancellationError() }
    let result = try #require(whole.byStretch)
    #expect(result.rows.map(\.films).reduce(0, +) == 90 && result.seeds.first?.confusion.count == 90)
    #expect(whole.grouped.rows.isEmpty && whole.corruptions?.count == 1)
    #expect(whole.table.contains("by-stretch, 2 trainings (2 folds, 1 seed)"))
    #expect(try ScoreFile.read(at: folder.file("out/by-stretch/scores-seed-1.csv")).count == 90)
    let dataset = try Dataset(at: folder.file("films"))
    let held = try [1, 2].map { try Split(csv: folder.file("out/by-stretch/split-fold-\($0).csv"), dataset: dataset).test.map(\.patient) }
    for early in held[0] {
      for late in held[1] where PlaceInSeries(ofPatient: early).series == PlaceInSeries(ofPatient: late).series {
        let isBefore = PlaceInSeries(ofPatient: early).isBefore(PlaceInSeries(ofPatient: late))
        #expect(isBefore == true, "\(early) in the first fold, \(late) in the second")
      }
    }
    // The grouped one may stand beside it in the same folder.
    #expect(try validation(inStretches: false).runs.map(\.protocol) == [.grouped, .grouped])
  }
}
