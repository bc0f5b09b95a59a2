import CaseCore

extension TransitionPartReader {
  func `extension`(_ reader: NodeReader) -> Transition.Extension? {
    guard let group = reader.group(["deadline", "by", "most"]) else { return nil }
    let (name, most) = (group.required("deadline")?.name(), group.required("most")?.count(atLeast: 1))
    guard let length = group.required("by")?.length(), let name, let most else { return nil }
    return .init(name, by: length, most: most)
  }
}
