//! Read a film, squash it as the shipped model wants it, and turn it a little.

import Imaging

for path in CommandLine.arguments.dropFirst() {
  let film = try GrayImage(contentsOf: path)
  let picture = film.resized(width: 128, height: 128)
  let tilted = picture.warped(by: .rotation(degrees: 5), fill: .nearest)
  try tilted.write(to: "tilted.png", as: .png)
  print("\(path): \(film.width) × \(film.height), now \(tilted.width) × \(tilted.height)")
}
