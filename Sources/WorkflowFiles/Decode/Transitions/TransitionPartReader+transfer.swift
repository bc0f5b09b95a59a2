import CaseCore

extension TransitionPartReader {
  func transfer(_ reader: NodeReader) -> Transition.Transfer? {
    guard let group = reader.group(["to", "children", "from", "receipts"]) else { return nil }
    let states = group.required("from")?.names() ?? []
    let receipts = group.optional("receipts")?.names() ?? []
    guard let to = group.required("to")?.name(), let machine = group.required("children")?.name() else { return nil }
    return .init(to: to, children: machine, in: states, receipts: receipts)
  }
}
