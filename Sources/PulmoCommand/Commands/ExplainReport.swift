import FoundationEssentials
import Imaging
import NeuralNet
import PulmoKit

/// The files of `pulmo explain`: pictures and heatmaps as films are done, numbers and page at the end, and a line for each on standard output.
final class ExplainReport {
  private(set) var explained = 0
  private(set) var failed = 0

  /// Films that the page shows at most: more would be too much for a browser. Their pictures are all in the folder.
  private static let pageLimit = 500

  private let folder: String
  private let manifest: ModelManifest
  private let settings: ExplanationSettings
  private let channel: Int
  /// Each film's JSON: what it is made of would fill the memory.
  private var films: [String] = []
  private var page: [ExplainedFilm] = []
  private var names: Set<String> = []

  /// A film in the JSON.
  private struct Film: Encodable {
    let path: String
    /// Names of files in the folder.
    let files: [String]
    let explanation: FilmExplanation?
    let error: String?

    enum CodingKeys: String, CodingKey {
      case path, files, explanation, error
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(path, forKey: .path)
      try container.encode(files, forKey: .files)
      try container.encode(explanation, forKey: .explanation)
      try container.encode(error, forKey: .error)
    }
  }

  /// Makes the folder, where it is not there.
  init(_ folder: String, manifest: ModelManifest, settings: ExplanationSettings, channel: Int) throws {
    self.folder = folder
    self.manifest = manifest
    self.settings = settings
    self.channel = channel
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandError.nothingDone("\(folder): the folder cannot be made (\(error)); choose another place")
    }
    for line in ModelNotice(manifest: manifest).lines { Console.shared.print(line) }
    Console.shared.print()
  }

  private var modelName: String { "\(manifest.name) \(manifest.version)" }

  /// Writes a film's pictures and heatmaps.
  func add(_ explanation: FilmExplanation) throws {
    let stem = freeName(for: explanation.path)
    var files: [String] = []
    for picture in explanation.pictures(model: modelName, channel: channel) {
      files.append("\(stem)-\(picture.name).png")
      try orUnwritten { try picture.image.write(to: "\(folder)/\(stem)-\(picture.name).png", as: .png) }
    }
    if !explanation.explanations.isEmpty {
      files.append("\(stem).safetensors")
      try orUnwritten { try explanation.heatmaps.write(to: "\(folder)/\(stem).safetensors") }
    }
    films.append(try JSON.line(Film(path: explanation.path, files: files, explanation: explanation, error: nil)))
    if page.count < Self.pageLimit { try orUnwritten { page.append(try explanation.onPage(model: modelName, channel: channel)) } }
    explained += 1
    print(explanation)
  }

  /// Notes a film that cannot be read.
  func add(_ error: ImagingError) throws {
    films.append(try JSON.line(Film(path: error.path, files: [], explanation: nil, error: error.reason)))
    failed += 1
    Console.shared.note("pulmo: \(error.path.printable): \(error.reason.printable)")
  }

  /// Writes the numbers and the page.
  func finish() throws {
    let json = try OutputFile("\(folder)/explanations.json", .aside)
    try json.write(
      """
      {"model": \(JSON.line(ModelSummary(manifest))),
      "notice": \(JSON.line(ScreenReport.notice)),
      "options": \(JSON.line(settings)),
      "films": [
      \(films.joined(separator: ",\n"))
      ]}

      """)
    try json.finish()
    if !page.isEmpty {
      let html = try OutputFile("\(folder)/explanations.html", .aside)
      try html.write(ExplanationPage(page, model: modelName).html)
      try html.finish()
    }
    Console.shared.print()
    Console.shared.print("\(folder): pictures, explanations.json\(page.isEmpty ? "" : ", explanations.html").")
    Console.shared.print(ScreenReport.notice)
  }

  /// A line for each method, with what it says of itself.
  private func print(_ film: FilmExplanation) {
    Console.shared.print(
      "\(film.path.printable): probability of \(film.label.rawValue) \(film.probability.formatted(decimals: 4)), "
        + "decision \(film.prediction.decision.rawValue)\(film.prediction.triage.map { ", \($0.rawValue)" } ?? "")")
    for explanation in film.explanations {
      Console.shared.print("  " + explanation.method.rawValue.rightPadded(to: 22) + explanation.line)
    }
    if !film.featureMaps.isEmpty {
      Console.shared.print("  " + ExplainMethod.featureMaps.rawValue.rightPadded(to: 22) + "\(film.featureMaps.count) layers")
    }
  }

  /// The film's name without extension, with a number where a film of that name was before it.
  private func freeName(for path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? "film"
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    var name = stem
    var number = 1
    while !names.insert(name).inserted {
      number += 1
      name = "\(stem)-\(number)"
    }
    return name
  }

  private func orUnwritten(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as ImagingError {
      throw CommandError.nothingDone("\(error.path): \(error.reason)")
    } catch let error as NeuralNetError {
      throw CommandError.nothingDone("\(error)")
    }
  }
}
