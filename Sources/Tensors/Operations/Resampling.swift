import CKernels

/// How numbers between frames are found.
public enum Interpolation: String, Sendable, CaseIterable {
  /// The frame that the place lies in, as PyTorch's `interpolate` with `nearest`.
  case nearest
  /// On the line between two frames, the first and the last one going on at the ends, as PyTorch's `linear` with
  /// `align_corners=False`.
  case linear
  /// The same, but the line at the ends leads from the last frame to the first, since a gait cycle is periodic.
  case circular
}

extension Tensor {
  /// More or fewer frames over the same time: up- and downsampling.
  ///
  /// A frame stands for a part of the time, and its number for the middle of that part.
  ///
  /// - Parameters:
  ///   - frames: the frames that come out.
  ///   - interpolation: how numbers between frames are found.
  /// - Returns: `[batch, frames, features]` for this tensor's `[batch, any frames, features]`.
  public func resampled(frames: Int, by interpolation: Interpolation = .linear) -> Tensor {
    let x = self
    fitting { () throws(ShapeFault) in
      try requireShape(rank == 3, "resampled: the input is [batch, frames, features], not \(shape).")
      try requireShape(
        frames >= 0 && (frames == 0 || shape[1] > 0), "resampled: \(shape) does not become \(frames) frames.")
    }
    let (trials, given, features) = (shape[0], shape[1], shape[2])
    let y = Tensor(uninitialised: [trials, frames, features])
    let places = (0..<frames).map { interpolation.place(of: $0, among: frames, in: given) }
    func each(_ body: (_ place: InterpolatedPlace, _ x: Int, _ y: Int) -> Void) {
      for trial in 0..<trials {
        for (frame, place) in places.enumerated() {
          body(place, trial * given * features, (trial * frames + frame) * features)
        }
      }
    }
    each { place, xAt, yAt in
      let (left, right) = (x.pointer + xAt + place.left * features, x.pointer + xAt + place.right * features)
      ck_affine(1 - place.share, left, 0, y.pointer + yAt, Int64(features))
      if place.share > 0 { ck_add_scaled(place.share, right, y.pointer + yAt, Int64(features)) }
    }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in
        each { place, xAt, yAt in
          ck_add_scaled(1 - place.share, dy.base + yAt, dx + xAt + place.left * features, Int64(features))
          if place.share > 0 {
            ck_add_scaled(place.share, dy.base + yAt, dx + xAt + place.right * features, Int64(features))
          }
        }
      }
    }
  }
}

/// Two frames, and how much the right one counts.
private struct InterpolatedPlace: Sendable {
  var left, right: Int
  var share: Float = 0
}

extension Interpolation {
  /// Where one of `frames` new frames reads among the `given` ones.
  fileprivate func place(of frame: Int, among frames: Int, in given: Int) -> InterpolatedPlace {
    if self == .nearest {
      let place = frame * given / frames
      return InterpolatedPlace(left: place, right: place)
    }
    let middle = (Double(frame) + 0.5) * Double(given) / Double(frames) - 0.5
    let at = self == .linear ? max(middle, 0) : middle
    let (left, share) = (at.rounded(.down), Float(at - at.rounded(.down)))
    let (first, second) = (Int(left), Int(left) + 1)
    return self == .linear
      ? InterpolatedPlace(left: first, right: min(second, given - 1), share: share)
      : InterpolatedPlace(left: (first + given) % given, right: second % given, share: share)
  }
}
