import Foundation
import Testing

@Suite struct ExplainTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let network = root.appending(path: "Models/deep-cnn-augmented").path

  /// A real film of the examples.
  private static func film() throws -> String {
    let folder = root.appending(path: "Examples/PNEUMONIA").path
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).sorted().first)
    return "\(folder)/\(name)"
  }

  @Test func everyMethodLeavesItsPicturesAndNumbers() throws {
    let folder = try TemporaryFolder()
    try folder.write("broken.jpeg", "no picture")
    let result = try Command.run(
      "explain", try Self.film(), "broken.jpeg", "--model", Self.network, "--samples", "50", "--output", "why", "--method", "lime",
      "--method", "grad-cam", "--method", "occlusion", "--method", "integrated-gradients", "--method", "feature-maps", in: folder)
    #expect(result.code == 1, "\(result.error)")
    #expect(result.error.contains("broken.jpeg: "))
    #expect(result.output.contains("Not for diagnosis."))

    let json = try folder.json("why/explanations.json")
    #expect(Set(json.keys) == ["model", "notice", "options", "films"])
    let films = try #require(json["films"] as? [[String: Any]])
    #expect(films.map { $0["error"] is NSNull } == [true, false])
    #expect(films[1]["explanation"] is NSNull)
    let files = try #require(films[0]["files"] as? [String])
    for ending in ["lime-mask", "lime-heatmap", "grad-cam", "occlusion", "integrated-gradients", "feature-maps-channel-0"] {
      #expect(files.contains { $0.hasSuffix("-\(ending).png") }, "\(ending) of \(files)")
    }
    for file in files { #expect(FileManager.default.fileExists(atPath: folder("why/\(file)")), "\(file)") }
    let explanation = try #require(films[0]["explanation"] as? [String: Any])
    #expect(explanation["label"] as? String == "pneumonia")
    let methods = try #require(explanation["explanations"] as? [[String: Any]])
    #expect(methods.map { $0["method"] as? String } == ["lime", "grad-cam", "occlusion", "integrated-gradients"])
    #expect(methods.allSatisfy { $0["verdict"] is NSNull }, "nobody asked for checks")
    #expect((methods[0]["weights"] as? [Double])?.count == methods[0]["superpixels"] as? Int)
    let (sum, output, baseline) = (methods[3]["sum"] as? Double, methods[3]["output"] as? Double, methods[3]["baselineOutput"] as? Double)
    let gap = try #require(methods[3]["completenessGap"] as? Double)
    #expect(abs(try #require(sum) - (try #require(output) - #require(baseline)) - gap) < 1e-9)
    let page = try folder.text("why/explanations.html")
    #expect(page.contains("Not for diagnosis") && page.contains("not checked"))

    // The probability is the one that screening gives.
    let screened = try Command.run("screen", try Self.film(), "--model", Self.network, "--json", "screen.json", in: folder)
    #expect(screened.code == 0)
    let images = try #require(try folder.json("screen.json")["images"] as? [[String: Any]])
    #expect(images[0]["probability"] as? Double == explanation["probability"] as? Double)
  }

  /// By the file alone each picture can be made again: every option stands in it.
  @Test func theOptionsStandBesideTheNumbers() throws {
    let folder = try TemporaryFolder()
    let result = try Command.run(
      "explain", try Self.film(), "--model", Self.network, "--class", "normal", "--seed", "9", "--samples", "40", "--segmentation", "slic",
      "--hiding", "black", "--output", "why", "--method", "lime", "--method", "grad-cam++", "--method", "occlusion", "--method",
      "integrated-gradients", "--steps", "7", "--method", "feature-maps", "--channel", "2", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let json = try folder.json("why/explanations.json")
    #expect(Set((json["model"] as? [String: Any] ?? [:]).keys) == ["name", "version", "sha256", "trainedOn"])
    #expect(
      try Self.options(folder.text("why/explanations.json")) == """
        {"channel":2,"class":"normal","featureMaps":["conv1.relu","conv2.relu","conv3.relu"],"isChecked":false,"methods":[\
        {"hiding":{"by":"color","level":0},"method":"lime","samples":40,"segmentation":{"compactness":10,"iterations":10,\
        "maximumSize":3,"method":"slic","minimumSize":0.5,"segments":100,"smoothing":0}},\
        {"layer":"conv3.relu","method":"grad-cam++"},{"level":null,"method":"occlusion","patch":0.125},\
        {"baselineLevel":0,"method":"integrated-gradients","steps":7}],"seed":9}
        """)
    let plain = try Command.run("explain", try Self.film(), "--model", Self.network, "--samples", "2", "--output", "plain", in: folder)
    #expect(plain.code == 0, "\(plain.error)")
    #expect(
      try Self.options(folder.text("plain/explanations.json")) == """
        {"channel":null,"class":"pneumonia","featureMaps":[],"isChecked":false,"methods":[\
        {"hiding":{"by":"mean","level":null},"method":"lime","samples":2,\
        "segmentation":{"kernelSize":4,"maximumDistance":200,"method":"quickshift","ratio":0.2}}],"seed":0}
        """)
  }

  /// The line of the options in what `pulmo explain` wrote.
  private static func options(_ json: String) throws -> String {
    let line = try #require(json.split(separator: "\n").first { $0.hasPrefix("\"options\": ") })
    return String(line.dropFirst("\"options\": ".count).dropLast())
  }

  @Test func theSameOnAnyNumberOfThreads() throws {
    let folder = try TemporaryFolder()
    for threads in ["1", "2"] {
      let result = try Command.run(
        "explain", try Self.film(), "--model", Self.network, "--samples", "50", "--output", threads, "--threads", threads, "--method",
        "lime", "--method", "grad-cam++", "--method", "occlusion", in: folder)
      #expect(result.code == 0, "\(result.error)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("1")).filter { !$0.hasSuffix(".html") }
    #expect(names.count == 6, "\(names)")
    for name in names {
      let files = try ["1", "2"].map { try Data(contentsOf: URL(filePath: folder("\($0)/\(name)"))) }
      #expect(files[0] == files[1], "\(name)")
    }
  }

  @Test func whatCannotBeExplainedIsSaid() throws {
    let folder = try ScreenTests.folder()
    let kind = try Command.run("explain", "films", "--model", "model", "--class", "viral", "--output", "why", in: folder)
    #expect(kind.code == 64)
    #expect(kind.error.contains("does not tell viral apart; --class takes normal, pneumonia"), "\(kind.error)")
    let dense = try Command.run("explain", "films", "--model", "model", "--method", "grad-cam", "--output", "why", in: folder)
    #expect(dense.code == 3)
    #expect(dense.error.contains("need a convolutional network"), "\(dense.error)")
    #expect(!FileManager.default.fileExists(atPath: folder("why")))
  }
}
