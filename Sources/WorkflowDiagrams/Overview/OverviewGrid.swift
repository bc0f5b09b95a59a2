import OrderedCollections

/// Where the states stand: the main way in one column, and each other state beside it, next to or below the state of the main way
/// that it follows in the file.
struct OverviewGrid {
  enum Column: Hashable { case main, side }

  struct Cell: Hashable {
    var row: Int
    var column: Column
  }

  let cells: OrderedDictionary<String, Cell>
  let rows: Int

  init(_ machine: MachineDrawing) {
    let way = MainWay(machine).states
    var cells: OrderedDictionary<String, Cell> = [:]
    var next = (main: 0, side: 0)
    for key in machine.states.map(\.key) {
      if way.contains(key) {
        let row = max(next.main, next.side)
        cells[key] = Cell(row: row, column: .main)
        next = (row + 1, row)
      } else {
        cells[key] = Cell(row: next.side, column: .side)
        next.side += 1
      }
    }
    self.cells = cells
    rows = max(next.main, next.side)
  }

  /// How an arrow runs.
  enum Course: Hashable {
    /// From a state of the main way to the next.
    case onward
    /// Between two states of the side that stand one below the other.
    case down, up
    /// Between two states that stand beside each other.
    case across
    /// Along a line left of the main way, that all arrows of this course to the same state share.
    case left
    /// The same between the main way and the side.
    case middle
  }

  func course(from: Cell, to: Cell) -> Course {
    switch (from.column, to.column) {
    case (.main, .main): isNext(from, to) ? .onward : .left
    case (.side, .side) where to.row == from.row + 1: .down
    case (.side, .side) where to.row == from.row - 1: .up
    case (.side, .side): .middle
    default: from.row == to.row ? .across : .middle
    }
  }

  private func isNext(_ from: Cell, _ to: Cell) -> Bool {
    from.row < to.row
      && !cells.values.contains { $0.column == .main && $0.row > from.row && $0.row < to.row }
  }
}
