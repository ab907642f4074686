//! Screen films with a model, as `pulmo screen` does.

import PulmoKit

let model = try ModelArtifact(at: "Models/lite-three-class")
let films = FilmSearch(Array(CommandLine.arguments.dropFirst())).films

try await Screening(model, threads: 2).read(films) { reading in
  switch reading.result {
  case .success(let prediction): print(reading.path, prediction.probability, prediction.decision)
  case .failure(let error): print(error)
  }
}
