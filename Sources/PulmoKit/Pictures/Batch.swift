import Imaging
public import NeuralNet

/// One batch on its way to the engine.
public struct Batch: Sendable {
  /// `[N, C, H, W]`, preprocessed
  public let images: Tensor
  /// The film of each picture, in order.
  public let studies: [Study]
  /// What else each picture shows, in order; nil where it shows its own film alone.
  public let partners: [Partner?]

  /// A film mixed into the picture of another.
  public struct Partner: Sendable, Hashable {
    public let study: Study
    /// Its share in the picture, `0 ... 1`.
    public let share: Float
  }

  /// What the network is to say of each picture, `[N, width]`: its film's target, blended with its partner's by their shares.
  /// - Parameters:
  ///   - width: scalars of one target.
  ///   - target: those of a label.
  func targets(width: Int, _ target: (Label) -> [Float]) -> Tensor {
    let scalars = zip(studies, partners).flatMap { study, partner in
      let own = target(study.label)
      precondition(own.count == width, "a target of \(own.count) scalars where \(width) are wanted")
      guard let partner else { return own }
      return zip(own, target(partner.study.label)).map { $0 + partner.share * ($1 - $0) }
    }
    return Tensor(shape: [studies.count, width], scalars: scalars)
  }
}

/// Makes any batch of an epoch from its number alone, so batches may be made in any order, on any thread.
struct BatchBuilder: Sendable {
  let studies: [Study]
  let store: PictureStore
  let augmentation: Augmentation
  let mixing: Mixing
  let mixingPartners: MixingPartners
  let picks: [EpochOrder.Pick]
  let batchSize: Int
  let seed: UInt64
  let epoch: Int

  var count: Int { picks.count / batchSize }

  /// - Throws: `ImagingError` for a film that is not held and cannot be read; `CancellationError`.
  func batch(_ number: Int) throws -> Batch {
    let picks = picks[number * batchSize..<(number + 1) * batchSize]
    let preprocessing = store.preprocessing
    let scalarsPerPicture = preprocessing.inputShape.count
    var partners: [Batch.Partner?] = []
    let scalars = try [Float](unsafeUninitializedCapacity: batchSize * scalarsPerPicture) { buffer, initializedCount in  // [N, C, H, W]
      for pick in picks {
        try Task.checkCancellation()
        let (picture, partner) = try picture(of: pick)
        partners.append(partner)
        let slot = buffer[initializedCount..<initializedCount + scalarsPerPicture]
        preprocessing.fill(UnsafeMutableBufferPointer(rebasing: slot), with: picture)
        initializedCount += scalarsPerPicture
      }
    }
    let shape = Shape([batchSize] + preprocessing.inputShape.dimensions)
    return Batch(images: Tensor(shape: shape, scalars: scalars), studies: picks.map { studies[$0.study] }, partners: partners)
  }

  /// The picture of one use of a film, augmented and mixed, and what it was mixed with.
  private func picture(of pick: EpochOrder.Pick) throws(ImagingError) -> (GrayImage, Batch.Partner?) {
    let study = studies[pick.study]
    let key = study.augmentationKey
    var picture = augmentation(try store.picture(of: study), seed: seed, epoch: epoch, image: key, draw: pick.draw)
    guard let mixture = mixing.mixture(seed: seed, epoch: epoch, image: key, draw: pick.draw) else { return (picture, nil) }
    let partner = mixingPartners.partner(for: mixture)
    let other = augmentation(
      try store.picture(of: partner), seed: mixture.augmentationSeed, epoch: epoch, image: partner.augmentationKey, draw: pick.draw)
    let share = mixture.blend(other, into: &picture)
    return (picture, Batch.Partner(study: partner, share: share))
  }
}

extension Study {
  /// The key of a film's augmentation: it depends on nothing but the id, so a film is changed alike whatever films stand beside it.
  var augmentationKey: UInt64 { id.stableHash }
}
