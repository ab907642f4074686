// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "pulmo",
  products: [
    .library(name: "PulmoKit", targets: ["PulmoKit"]),
    .library(name: "NeuralNet", targets: ["NeuralNet"]),
    .executable(name: "pulmo", targets: ["PulmoCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .systemLibrary(name: "COneDNN", pkgConfig: "dnnl", providers: [.apt(["libdnnl-dev"])]),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("gomp")]),
    .target(name: "CImageCodecs", linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("png")]),
    .target(name: "CImageKernels"),
    .target(name: "CPageResources", exclude: ["Resources"], cSettings: [.headerSearchPath("Resources")]),
    .target(name: "NeuralNet", dependencies: ["COneDNN", "CKernels"], swiftSettings: settings),
    .target(name: "Imaging", dependencies: ["CImageCodecs", "CImageKernels"], swiftSettings: settings),
    .target(name: "Statistics", swiftSettings: settings),
    .target(
      name: "PulmoKit",
      dependencies: [
        "NeuralNet", "Imaging", "Statistics", "CPageResources",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SwiftCSV", package: "SwiftCSV"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "PulmoCommand",
      dependencies: ["PulmoKit", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .testTarget(
      name: "NeuralNetTests", dependencies: ["NeuralNet", "CKernels", "AllocationCounter"], resources: [.copy("Goldens")],
      swiftSettings: settings),
    .testTarget(name: "ImagingTests", dependencies: ["Imaging", "CImageKernels"], resources: [.copy("Goldens")], swiftSettings: settings),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], resources: [.copy("Goldens")], swiftSettings: settings),
    .testTarget(name: "PulmoKitTests", dependencies: ["PulmoKit"], resources: [.copy("Goldens")], swiftSettings: settings),
    .testTarget(
      name: "PulmoCommandTests", dependencies: ["PulmoCommand", "PulmoKit", "Imaging", "NeuralNet"], resources: [.copy("Goldens")],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
