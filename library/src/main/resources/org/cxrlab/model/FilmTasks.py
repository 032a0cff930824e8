# TorchScript, in the form in which it is stored: what FilmTasks.java needs.
class FilmTasks(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def some(self: __torch__.FilmTasks, x: Tensor) -> Tensor:
    return torch.exp(torch.mul(x, x))

  # Has every thread of the pool begin: so many tasks that each is long enough for the next to take
  # another thread.
  def begin(self: __torch__.FilmTasks, threads: int) -> None:
    x = torch.ones([1024, 1024], dtype=6)
    running = annotate(List[Future[Tensor]], [])
    for i in range(4 * threads):
      torch.append(running, fork(self.some, x))
    for i in range(torch.len(running)):
      y = torch.wait(running[i])
