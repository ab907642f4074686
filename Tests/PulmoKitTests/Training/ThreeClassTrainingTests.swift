import Foundation
import Imaging
import NeuralNet
import Statistics
import Synchronization
import Testing

@testable import PulmoKit

/// Normal, bacterial and viral told apart: from films of which some are known to be of either kind, to a model on the disk.
@Suite(.serialized) struct ThreeClassTrainingTests {
  /// 90 films: a third normal, a third with a bright blob, a third with a dark one; of every fifth sick one the kind is not told.
  private func folderWithFilms() throws -> TestFolder {
    let folder = try TestFolder()
    try FileManager.default.createDirectory(atPath: folder.file("films"), withIntermediateDirectories: true)
    var generator = SplitMix64(seed: 4)
    var rows = "path,label,patient\n"
    for index in 0..<90 {
      var picture = GrayImage(width: 64, height: 64, pixels: (0..<4096).map { _ in UInt8(90 + generator.next() % 60) })
      let (row, column) = (Int(generator.next() % 40), Int(generator.next() % 40))
      for y in row..<row + 20 {
        for x in column..<column + 20 where index % 3 > 0 { picture.pixels[y * 64 + x] = index % 3 == 1 ? 240 : 10 }
      }
      try picture.write(to: folder.file("films/\(index).png"), as: .png)
      let kind = ["normal", "bacterial", "viral"][index % 3]
      rows += "films/\(index).png,\(index % 3 > 0 && index % 5 == 0 ? "pneumonia" : kind),child\(index)\n"
    }
    try rows.write(toFile: folder.file("films.csv"), atomically: true, encoding: .utf8)
    return folder
  }

  private func recipe(_ folder: TestFolder, _ overrides: String...) throws -> Recipe {
    try Recipe(
      yaml: """
        name: three
        data: \(folder.file("films.csv"))
        split: {fractions: [0.6, 0.2, 0.2], seed: 3}
        input: {width: 32, height: 32}
        architecture: {efficientNetLite: {outputs: 3}}
        classWeights: balanced
        labelSmoothing: 0.1
        learningRate: 0.003
        batchSize: 8
        epochs: 3
        keptEpoch: last
        calibration: platt
        triage: {missRate: 0.2, alarmRate: 0.2}
        threads: 1
        """, path: "three.yaml", overrides: overrides)
  }

  @Test func trainsCalibratesAndScoresAlikeOnAllRoads() async throws {
    let folder = try folderWithFilms()
    let recipe = try recipe(folder)
    let run = try TrainingRun(recipe, at: folder.file("run"))
    let kept = Mutex<[Bool]>([])
    let result = try await TrainingRunTests.finish(run) { event in
      if case .epoch(_, let isBest) = event { kept.withLock { $0.append(isBest) } }
    }
    #expect(result.bestEpoch == 3 && kept.withLock { $0 } == [false, false, true])
    #expect(result.history.count == 3)
    let artifact = try ModelArtifact(at: result.artifactPath)
    let manifest = artifact.manifest
    #expect(manifest.labels == ["normal", "bacterial", "viral"])
    #expect(try #require(result.history.last).trainLoss < #require(result.history.first).trainLoss)

    let split = try Split(csv: "\(run.path)/split.csv", dataset: try Dataset(at: folder.file("films.csv")))
    let scores = try await TrainingRunTests.scores(split.test, artifact, recipe)
    for score in scores {
      let classes = try #require(score.classes)
      let sum = classes.normal + classes.bacterial + classes.viral
      #expect(abs(sum - 1) < 1e-12)
      #expect(abs(score.probability - classes[.pneumonia]) < 1e-12)
    }
    #expect(try Evaluation(scores, threshold: manifest.threshold.value) == result.test)

    // Triage keeps its promise on the part it was chosen on, by its own arithmetic, and names that part's films as its own.
    let triage = try #require(manifest.triage)
    #expect(
      try TriageThresholds(
        keeping: triage.promise, around: manifest.threshold.value, on: scores, description: triage.chosenOn) == triage)
    #expect(artifact.learnedFilms?.fingerprints[.triage]?.count == split.test.count)

    // The calibration is that of the validation films, and the threshold is on the calibrated scale.
    let calibration = try #require(manifest.calibration)
    #expect(calibration.studyCount == split.val.count)
    let validation = try await TrainingRunTests.scores(split.val, artifact, recipe)
    #expect(try OperatingThreshold(reaching: 0.99, on: validation, description: manifest.threshold.chosenOn) == manifest.threshold)
    // Its weights are the last epoch's: without calibration they have the loss that was measured then.
    var bare = manifest
    bare.calibration = nil
    let uncalibrated = try await TrainingRunTests.scores(
      split.val, try ModelArtifact(manifest: bare, parameters: artifact.parameters), recipe)
    #expect(abs(meanCrossEntropy(uncalibrated) - (try #require(result.history.last).validationLoss)) < 1e-5)
    let again = try #require(try Calibration(.platt, fitting: validation, description: ""))
    #expect(abs(again.temperature - 1) < 1e-6 && abs(again.bias) < 1e-6, "calibrated scores want no other calibration, not \(again.text)")
  }

  @Test func whatCannotBeCalibratedIsLeftAsItIs() throws {
    let scores = [(0.9, Label.viral), (0.2, .normal)].enumerated().map { index, film in
      ScoredStudy(id: "\(index)", patient: "\(index)", label: film.1, probability: film.0)
    }
    #expect(throws: StatisticsError.self) { try Calibration(.temperature, fitting: scores, description: "") }
    let inverted = scores.map { ScoredStudy(id: $0.id, patient: $0.patient, label: $0.label, probability: 1 - $0.probability) }
    #expect(throws: StatisticsError.self) { try Calibration(.platt, fitting: inverted, description: "") }
    #expect(try Calibration(.none, fitting: scores, description: "") == nil)
  }
}
