# TorchScript, in the form in which it is stored: the operations of FoldedNetwork.java. "x" are maps,
# "w" what a layer has learnt and "r" what its batch norms remember, in the order in which the layer
# holds them; "f" is what was made of both. Convolutions are oneDNN's, to which libtorch adds biases
# and ReLUs on the way out. Memory format 2 is channels last.
class FoldedNetwork(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Batch norm is gain * x + shift, by what it remembers.
  def affine(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float) -> Tuple[Tensor, Tensor]:
    gain = torch.div(w[0], torch.sqrt(torch.add(r[1], epsilon)))
    return (gain, torch.addcmul(w[1], r[0], gain, value=-1))

  # For each map one number, in the type of the maps.
  def across(self: __torch__.FoldedNetwork, v: Tensor, type: int) -> Tensor:
    return torch.view(torch.to(v, type), [1, -1, 1, 1])

  # Weights of a convolution as oneDNN wants them for so many films of such a height and width.
  def packed(self: __torch__.FoldedNetwork, weight: Tensor, stride: int, padding: int, type: int, films: List[int]) -> Tensor:
    size = [films[0], torch.size(weight, 1), films[1], films[2]]
    return ops.mkldnn._reorder_convolution_weight(torch.to(weight, type), [padding, padding], [stride, stride], [1, 1], 1, size)

  def convolve(self: __torch__.FoldedNetwork, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, then: str) -> Tensor:
    return ops.mkldnn._convolution_pointwise(x, weight, bias, [padding, padding], [stride, stride], [1, 1], 1, then, annotate(List[Optional[number]], []), "")

  # A convolution with the batch norm after it: its weights, and a bias.
  def folded(self: __torch__.FoldedNetwork, weight: Tensor, w: List[Tensor], r: List[Tensor], stride: int, padding: int, epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    scaled = torch.mul(weight, torch.view(gain, [-1, 1, 1, 1]))
    return [self.packed(scaled, stride, padding, type, films), torch.to(shift, type)]

  def fold_stem(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    return self.folded(w[0], torch.slice(w, 1), r, 2, 3, epsilon, type, films)

  def fold_layer(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    narrow = self.folded(w[2], torch.slice(w, 3), torch.slice(r, 2), 1, 0, epsilon, type, films)
    return [self.across(gain, type), self.across(shift, type)] + narrow + [self.packed(w[5], 1, 1, type, films)]

  def fold_transition(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    return [self.across(gain, type), self.across(shift, type), self.packed(w[2], 1, 0, type, films)]

  def fold_norm(self: __torch__.FoldedNetwork, w: List[Tensor], r: List[Tensor], epsilon: float, type: int, films: List[int]) -> List[Tensor]:
    gain, shift = self.affine(w, r, epsilon)
    return [self.across(gain, type), self.across(shift, type)]

  def norm(self: __torch__.FoldedNetwork, x: Tensor, f: List[Tensor]) -> Tensor:
    return torch.addcmul(f[1], x, f[0])

  def stem(self: __torch__.FoldedNetwork, images: Tensor, f: List[Tensor], type: int) -> Tensor:
    x = torch.contiguous(torch.to(images, type), memory_format=2)
    return torch.max_pool2d(self.convolve(x, f[0], f[1], 2, 3, "relu"), [3, 3], [2, 2], [1, 1])

  # Each layer puts its maps behind those that it sees, into room for "maps" in all. "f" is what
  # fold_layer made, of one layer after the other.
  def block(self: __torch__.FoldedNetwork, x: Tensor, maps: int, f: List[Tensor]) -> Tensor:
    all = torch.empty([torch.size(x, 0), maps, torch.size(x, 2), torch.size(x, 3)], dtype=ops.prim.dtype(x), memory_format=2)
    seen = torch.size(x, 1)
    torch.copy_(torch.slice(all, 1, 0, seen), x)
    for i in range(torch.len(f) // 5):
      own = torch.slice(f, 5 * i, 5 * i + 5)
      opened = torch.relu_(self.norm(torch.slice(all, 1, 0, seen), own))
      narrowed = self.convolve(opened, own[2], own[3], 1, 0, "relu")
      fresh = self.convolve(narrowed, own[4], None, 1, 1, "none")
      end = seen + torch.size(fresh, 1)
      torch.copy_(torch.slice(all, 1, seen, end), fresh)
      seen = end
    return all

  # The mean of four places comes before the convolution, as Transition.java says.
  def transition(self: __torch__.FoldedNetwork, x: Tensor, f: List[Tensor]) -> Tensor:
    return self.convolve(torch.avg_pool2d(torch.relu_(self.norm(x, f)), [2, 2]), f[2], None, 1, 0, "none")

  # The mean of each map, in single precision.
  def means(self: __torch__.FoldedNetwork, x: Tensor) -> Tensor:
    return torch.mean(x, [2, 3], False, dtype=6)

  def opened(self: __torch__.FoldedNetwork, x: Tensor) -> Tensor:
    return torch.relu(x)
