class Backpropagation(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def step(self: __torch__.Backpropagation, x: Tensor, channels: int, most: int) -> int:
    film = channels * torch.size(x, 2) * torch.size(x, 3)
    return max(1, min(torch.size(x, 0), most // film))

  def across(self: __torch__.Backpropagation, v: Tensor, x: Tensor) -> Tensor:
    return torch.view(torch.type_as(v, x), [1, -1, 1, 1])

  def opened(self: __torch__.Backpropagation, x: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
    return torch.relu_(torch.addcmul(self.across(shift, x), x, self.across(gain, x)))

  def remember(self: __torch__.Backpropagation, remembered: Tensor, now: Tensor) -> None:
    torch.add_(torch.mul_(remembered, 0.9), now, alpha=0.1)

  def normalise(self: __torch__.Backpropagation, x: Tensor, into: Tensor, mean: Tensor, variance: Tensor, epsilon: float) -> Tensor:
    y, m, s = torch.native_batch_norm(x, None, None, mean, variance, True, 1., epsilon)
    torch.copy_(into, y)
    return s

  def normalise_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, scale: Tensor, epsilon: float) -> Tensor:
    zeros = torch.zeros_like(scale)
    ones = torch.ones_like(scale)
    d, a, b = torch.native_batch_norm_backward(torch.contiguous(slope, memory_format=2), torch.contiguous(x, memory_format=2), scale, None, None, zeros, ones, True, epsilon, [True, True, False])
    return d

  def conv_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, weight: Tensor, stride: int, padding: int, further: bool) -> Tuple[Tensor, Tensor]:
    d, w, b = torch.convolution_backward(slope, x, weight, None, [stride, stride], [padding, padding], [1, 1], False, [0, 0], 1, [further, True, False])
    return (d, w)

  def join(self: __torch__.Backpropagation, pieces: List[Tensor], axis: int) -> Tensor:
    if torch.eq(torch.len(pieces), 1):
      whole = pieces[0]
    else:
      whole = torch.cat(pieces, axis)
    return whole

  def narrow(self: __torch__.Backpropagation, x: Tensor, gain: Tensor, shift: Tensor, weight: Tensor, most: int) -> Tensor:
    films = torch.size(x, 0)
    step = self.step(x, torch.size(x, 1), most)
    pieces = annotate(List[Tensor], [])
    for i in range((films + step - 1) // step):
      part = torch.slice(x, 0, i * step, min(films, (i + 1) * step))
      torch.append(pieces, torch.conv2d(self.opened(part, gain, shift), weight))
    return self.join(pieces, 0)

  def narrow_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, slopes: Tensor, first: bool, gain: Tensor, shift: Tensor, weight: Tensor, gain_slope: Tensor, shift_slope: Tensor, weight_slope: Tensor, most: int, width: int) -> None:
    films = torch.size(x, 0)
    channels = torch.size(x, 1)
    for p in range((channels + width - 1) // width):
      a = p * width
      b = min(channels, a + width)
      g = torch.slice(gain, 0, a, b)
      t = torch.slice(shift, 0, a, b)
      w = torch.contiguous(torch.slice(weight, 1, a, b))
      of_gain = torch.slice(gain_slope, 0, a, b)
      of_shift = torch.slice(shift_slope, 0, a, b)
      of_weight = torch.slice(weight_slope, 1, a, b)
      near = torch.squeeze(torch.nonzero(torch.lt(torch.abs(g), 0.05)), 1)
      exact = torch.zeros_like(torch.index_select(g, 0, near))
      step = self.step(x, b - a, most)
      for i in range((films + step - 1) // step):
        lo = i * step
        hi = min(films, lo + step)
        xs = torch.slice(torch.slice(x, 0, lo, hi), 1, a, b)
        o = self.opened(xs, g, t)
        d, dw = self.conv_back(torch.slice(slope, 0, lo, hi), o, w, 1, 0, True)
        d = torch.threshold_backward(d, o, 0)
        db = torch.sum(d, [0, 2, 3])
        dg = torch.sum(torch.mul(w, dw), [0, 2, 3])
        e = torch.sum(torch.mul(torch.index_select(d, 1, near), torch.index_select(xs, 1, near)), [0, 2, 3])
        torch.add_(exact, e)
        into = torch.slice(torch.slice(slopes, 0, lo, hi), 1, a, b)
        if first:
          y = torch.mul(d, self.across(g, d), out=into)
        else:
          y = torch.addcmul_(into, d, self.across(g, d))
        if torch.eq(i, 0):
          torch.copy_(of_gain, dg)
          torch.copy_(of_shift, db)
          torch.copy_(of_weight, dw)
        else:
          torch.add_(of_gain, dg)
          torch.add_(of_shift, db)
          torch.add_(of_weight, dw)
      torch.div_(torch.addcmul_(of_gain, of_shift, t, value=-1), g)
      torch.index_copy_(of_gain, 0, near, exact)

  def layer(self: __torch__.Backpropagation, x: Tensor, statistics: List[Tensor], w: List[Tensor], remembered: List[Tensor], epsilon: float, most: int) -> List[Tensor]:
    seen = torch.size(w[2], 1)
    end = seen + torch.size(w[5], 0)
    mean, variance = statistics[0], statistics[1]
    self.remember(remembered[0], torch.slice(mean, 0, 0, seen))
    self.remember(remembered[1], torch.slice(variance, 0, 0, seen))
    y = self.narrow(torch.slice(x, 1, 0, seen), w[0], w[1], w[2], most)
    z, m, s = torch.native_batch_norm(y, w[3], w[4], remembered[2], remembered[3], True, 0.1, epsilon)
    o = torch.conv2d(torch.relu_(z), w[5], None, [1, 1], [1, 1])
    scale = self.normalise(o, torch.slice(x, 1, seen, end), torch.slice(mean, 0, seen, end), torch.slice(variance, 0, seen, end), epsilon)
    return [y, m, s, scale]

  def layer_back(self: __torch__.Backpropagation, x: Tensor, slopes: Tensor, saved: List[Tensor], w: List[Tensor], into: List[Tensor], epsilon: float, most: int, width: int) -> None:
    y, m, s, scale = saved[0], saved[1], saved[2], saved[3]
    seen = torch.size(w[2], 1)
    end = seen + torch.size(w[5], 0)
    d = self.normalise_back(torch.slice(slopes, 1, seen, end), torch.slice(x, 1, seen, end), scale, epsilon)
    gain = torch.mul(w[3], s)
    z = self.opened(y, gain, torch.addcmul(w[4], m, gain, value=-1))
    dz, dw = self.conv_back(d, z, w[5], 1, 1, True)
    torch.copy_(into[5], dw)
    dz = torch.threshold_backward(dz, z, 0)
    dy, dg, db = torch.native_batch_norm_backward(dz, y, w[3], None, None, m, s, True, epsilon, [True, True, True])
    torch.copy_(into[3], dg)
    torch.copy_(into[4], db)
    self.narrow_back(dy, torch.slice(x, 1, 0, seen), torch.slice(slopes, 1, 0, seen), False, w[0], w[1], w[2], into[0], into[1], into[2], most, width)

  def block(self: __torch__.Backpropagation, x: Tensor, channels: int, statistics: List[Tensor], epsilon: float) -> List[Tensor]:
    joined = torch.empty([torch.size(x, 0), channels, torch.size(x, 2), torch.size(x, 3)], dtype=ops.prim.dtype(x), memory_format=2)
    n = torch.size(x, 1)
    scale = self.normalise(x, torch.slice(joined, 1, 0, n), torch.slice(statistics[0], 0, 0, n), torch.slice(statistics[1], 0, 0, n), epsilon)
    return [joined, scale]

  def block_back(self: __torch__.Backpropagation, x: Tensor, slopes: Tensor, scale: Tensor, epsilon: float) -> Tensor:
    n = torch.size(scale, 0)
    return self.normalise_back(torch.slice(slopes, 1, 0, n), torch.slice(x, 1, 0, n), scale, epsilon)

  def transition(self: __torch__.Backpropagation, x: Tensor, statistics: List[Tensor], w: List[Tensor], remembered: List[Tensor], most: int) -> Tensor:
    self.remember(remembered[0], statistics[0])
    self.remember(remembered[1], statistics[1])
    return torch.avg_pool2d(self.narrow(x, w[0], w[1], w[2], most), [2, 2])

  def transition_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, w: List[Tensor], into: List[Tensor], most: int, width: int) -> Tensor:
    like = torch.empty([torch.size(x, 0), torch.size(slope, 1), torch.size(x, 2), torch.size(x, 3)], dtype=ops.prim.dtype(x), memory_format=2)
    d = torch.avg_pool2d_backward(slope, like, [2, 2], [2, 2], [0, 0], False, True, None)
    slopes = torch.empty_like(x)
    self.narrow_back(d, x, slopes, True, w[0], w[1], w[2], into[0], into[1], into[2], most, width)
    return slopes

  def stem(self: __torch__.Backpropagation, x: Tensor, w: List[Tensor], remembered: List[Tensor], epsilon: float) -> List[Tensor]:
    y = torch.conv2d(torch.contiguous(x, memory_format=2), w[0], None, [2, 2], [3, 3])
    z, m, s = torch.native_batch_norm(y, w[1], w[2], remembered[0], remembered[1], True, 0.1, epsilon)
    z = torch.relu_(z)
    p, places = torch.max_pool2d_with_indices(z, [3, 3], [2, 2], [1, 1])
    return [p, places, y, z, m, s]

  def stem_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, saved: List[Tensor], w: List[Tensor], into: List[Tensor], epsilon: float) -> None:
    places, y, z, m, s = saved[0], saved[1], saved[2], saved[3], saved[4]
    d = torch.max_pool2d_with_indices_backward(slope, z, [3, 3], [2, 2], [1, 1], [1, 1], False, places)
    d = torch.threshold_backward(d, z, 0)
    d, dg, db = torch.native_batch_norm_backward(d, y, w[1], None, None, m, s, True, epsilon, [True, True, True])
    torch.copy_(into[1], dg)
    torch.copy_(into[2], db)
    e, dw = self.conv_back(d, x, w[0], 2, 3, False)
    torch.copy_(into[0], dw)

  def features(self: __torch__.Backpropagation, x: Tensor, statistics: List[Tensor], w: List[Tensor], remembered: List[Tensor]) -> Tensor:
    self.remember(remembered[0], statistics[0])
    self.remember(remembered[1], statistics[1])
    return torch.mean(self.opened(x, w[0], w[1]), [2, 3], False, dtype=6)

  def features_back(self: __torch__.Backpropagation, slope: Tensor, x: Tensor, w: List[Tensor], into: List[Tensor]) -> Tensor:
    o = self.opened(x, w[0], w[1])
    each = torch.mul(slope, 1. / float(torch.size(x, 2) * torch.size(x, 3)))
    d = torch.expand(torch.unsqueeze(torch.unsqueeze(torch.type_as(each, x), 2), 3), torch.size(x))
    d = torch.threshold_backward(torch.contiguous(d, memory_format=2), o, 0)
    torch.copy_(into[1], torch.sum(d, [0, 2, 3], False, dtype=6))
    torch.copy_(into[0], torch.sum(torch.mul(d, x), [0, 2, 3], False, dtype=6))
    return torch.mul_(d, self.across(w[0], d))
