import ArgumentParser
import PulmoKit

/// Steps on random data: the engine alone.
struct StepTiming: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "step", abstract: "Steps on random data, without augmentation.")

  @OptionGroup var setting: Setting
  @Option(help: "Steps that are timed.") var steps = 40
  @Option(help: "Steps before those.") var warmup = 5

  func run() async throws {
    let engine = try Engine(setting)
    try await engine.compile()
    let seconds = try await engine.timeSteps(steps, warmup: warmup)
    printRate(images: steps * setting.batch, seconds: seconds)
  }
}

/// Steps on films, decoded before the clock starts and augmented while it runs: training as users run it.
struct EpochTiming: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "train", abstract: "Steps on films, augmented on the fly.")

  @OptionGroup var setting: Setting
  @Option(help: "Steps that are timed.") var steps = 40
  @Option(help: "Steps before those.") var warmup = 5
  @Option(help: "Folder of labelled films; of its split folders only train is read.") var data: String

  func run() async throws {
    let studies = try Dataset(at: data).studies.filter { $0.folder == nil || $0.folder == .train }
    let store = PictureStore(preprocessing: Preprocessing(channels: setting.channels))
    for failure in try await store.load(studies, progress: { _, _ in }) { throw failure }
    let engine = try Engine(setting)
    try await engine.compile()
    let seconds = try await engine.timeTraining(
      on: studies, from: store, augmentation: .project2, steps, warmup: warmup)
    printRate(images: steps * setting.batch, seconds: seconds)
  }
}

extension Augmentation {
  /// What project 2 trained its chosen network with.
  static var project2: Augmentation {
    var augmentation = Augmentation()
    augmentation.rotation = 40
    augmentation.widthShift = 0.2
    augmentation.heightShift = 0.2
    augmentation.shear = 0.3
    augmentation.zoom = 0.9...1.1
    return augmentation
  }
}

private func printRate(images: Int, seconds: Double) {
  print(#"{"images": \#(images), "seconds": \#(seconds), "imagesPerSecond": \#(Double(images) / seconds)}"#)
}
