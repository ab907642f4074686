//! Compare two score files, as `pulmo compare` does.

import PulmoKit

let contestants = try CommandLine.arguments.dropFirst().prefix(2).map { path in
  Contestant(name: path, threshold: 0.5, scores: try ScoreFile.read(at: path))
}
let comparison = try Comparison(contestants)
print(comparison.table())
for film in comparison.disagreements { print(film.id, film.probabilities) }
