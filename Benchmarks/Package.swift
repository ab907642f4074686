// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nothing here weighs on Pulmo's build.
let package = Package(
  name: "pulmo-benchmarks",
  dependencies: [
    .package(name: "pulmo", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  ],
  targets: [
    .target(name: "CPeak"),
    .executableTarget(
      name: "PulmoPeer",
      dependencies: [
        "CPeak",
        .product(name: "NeuralNet", package: "pulmo"),
        .product(name: "PulmoKit", package: "pulmo"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
