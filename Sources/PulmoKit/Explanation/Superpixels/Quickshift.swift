public import Imaging
import NeuralNet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Goals, in order: scikit-image's superpixels, sum by sum in its order; the same on any number of threads; speed.

/// Superpixels by climbing to where pixels are dense in position and colour together.
///
/// Each pixel gets a density, the sum over the pixels q in a window around it
///
///     P(p) = Σ exp(-d(p, q)² / 2 k²),   d² = ratio² · (distance in L*a*b*)² + (distance in pixels)²
///
/// with the kernel size k and a window of ⌈3 k⌉ pixels to each side, and becomes a child of the nearest pixel in the window that is denser. Links
/// longer than the maximum distance are cut; each tree that is left is a superpixel. Pixels of equal density would stay roots of their own: noise
/// far below any difference that matters breaks the ties.
///
/// The defaults are those of the Python package `lime`. With the same noise the superpixels, and their order, are those of
/// `skimage.segmentation.quickshift` on the film repeated in three channels.
///
/// Source: Vedaldi and Soatto, "Quick Shift and Kernel Methods for Mode Seeking", ECCV 2008.
public struct Quickshift: Sendable, Hashable, Encodable {
  /// The standard deviation k of the density's Gaussian, at least 1 pixel. Larger means fewer superpixels.
  public var kernelSize: Double
  /// The longest link between a pixel and its denser neighbour, above 0. Larger means fewer superpixels. The default cuts none: in a window of
  /// 12 pixels to each side, and with colours 20 apart at most, no link is longer than 27.
  public var maximumDistance: Double
  /// What a unit of L\*a\*b\* counts beside a pixel's breadth, at least 0. Larger means superpixels that follow edges more closely.
  public var ratio: Double

  public init(kernelSize: Double = 4, maximumDistance: Double = 200, ratio: Double = 0.2) {
    self.kernelSize = kernelSize
    self.maximumDistance = maximumDistance
    self.ratio = ratio
  }

  /// The superpixels of a film; the same film and seed give the same, always.
  /// - Parameters:
  ///   - film: at the size it is to be explained at.
  ///   - seed: of the noise that breaks ties; another seed moves few pixels or none.
  public func superpixels(of film: GrayImage, seed: UInt64) -> Superpixels {
    superpixels(of: film, noise: Self.noise(count: film.pixels.count, seed: seed))
  }

  /// The superpixels of a film, ties broken by given noise.
  /// - Parameters:
  ///   - film: at the size it is to be explained at.
  ///   - noise: added to the density of each pixel, row by row. The reference draws it from a normal distribution of deviation 0.00001.
  public func superpixels(of film: GrayImage, noise: [Double]) -> Superpixels {
    precondition(kernelSize >= 1 && maximumDistance > 0 && ratio >= 0, "quickshift of \(kernelSize), \(maximumDistance), \(ratio)")
    precondition(noise.count == film.pixels.count, "\(noise.count) numbers of noise for \(film.pixels.count) pixels")
    let distances = colourDistances()
    let densities = densities(of: film, colourDistances: distances, noise: noise)
    let parents = parents(in: film, colourDistances: distances, densities: densities)
    return Self.trees(parents, width: film.width, height: film.height)
  }

  /// Even noise of the reference's standard deviation, 0.00001.
  static func noise(count: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in (Double(generator.next() >> 11) * 0x1p-53 - 0.5) * 3.4641016151377544e-5 }
  }

  /// The squared distance in colour of each pair of grey levels, times ratio².
  private func colourDistances() -> [Double] {  // [256, 256]
    let colours = (0..<256).map { LabColour(grey: Double($0) * (1 / 255.0)).scaled(by: ratio) }
    return colours.flatMap { colour in colours.map { colour.squaredDistance(to: $0) } }
  }

  /// How far the window reaches to each side, in pixels.
  private var reach: Int { Int((3 * kernelSize).rounded(.up)) }

  private func densities(of film: GrayImage, colourDistances: [Double], noise: [Double]) -> [Double] {
    let (width, reach, exponent) = (film.width, reach, -0.5 / (kernelSize * kernelSize))
    let rows = (0..<film.height).concurrentMap { row in
      film.pixels.withUnsafeBufferPointer { levels in
        colourDistances.withUnsafeBufferPointer { distances in
          (0..<width).map { column in
            let pixel = row * width + column
            let level = 256 * Int(levels[pixel])
            var density = noise[pixel]
            for otherRow in max(row - reach, 0)..<min(row + reach + 1, film.height) {
              let down = Double((row - otherRow) * (row - otherRow))
              for otherColumn in max(column - reach, 0)..<min(column + reach + 1, width) {
                let across = Double((column - otherColumn) * (column - otherColumn))
                let colour = distances[level + Int(levels[otherRow * width + otherColumn])]
                density += exp((colour + down + across) * exponent)
              }
            }
            return density
          }
        }
      }
    }
    return Array(rows.joined())
  }

  /// The nearest denser pixel in the window of each pixel, the first of several; the pixel itself where none is near enough.
  private func parents(in film: GrayImage, colourDistances: [Double], densities: [Double]) -> [Int] {
    let (width, reach) = (film.width, reach)
    let rows = (0..<film.height).concurrentMap { row in
      film.pixels.withUnsafeBufferPointer { levels in
        colourDistances.withUnsafeBufferPointer { distances in
          densities.withUnsafeBufferPointer { densities in
            (0..<width).map { column in
              let pixel = row * width + column
              let (level, density) = (256 * Int(levels[pixel]), densities[pixel])
              var (parent, closest) = (pixel, Double.infinity)
              for otherRow in max(row - reach, 0)..<min(row + reach + 1, film.height) {
                let down = Double((row - otherRow) * (row - otherRow))
                for otherColumn in max(column - reach, 0)..<min(column + reach + 1, width) {
                  let other = otherRow * width + otherColumn
                  guard densities[other] > density else { continue }
                  let across = Double((column - otherColumn) * (column - otherColumn))
                  let distance = distances[level + Int(levels[other])] + down + across
                  if distance < closest { (parent, closest) = (other, distance) }
                }
              }
              return closest.squareRoot() > maximumDistance ? pixel : parent
            }
          }
        }
      }
    }
    return Array(rows.joined())
  }

  /// Each tree as a superpixel, in the order of their roots.
  private static func trees(_ parents: [Int], width: Int, height: Int) -> Superpixels {
    var (ancestors, labels, count) = (parents, [Int32](repeating: 0, count: parents.count), 0)
    for pixel in parents.indices where parents[pixel] == pixel {
      labels[pixel] = Int32(count)
      count += 1
    }
    for pixel in parents.indices {
      // Path halving: a parent is denser than its child, so there is no way round in a circle.
      var root = pixel
      while ancestors[root] != root {
        ancestors[root] = ancestors[ancestors[root]]
        root = ancestors[root]
      }
      labels[pixel] = labels[root]
    }
    return Superpixels(width: width, height: height, labels: labels, count: count)
  }
}
