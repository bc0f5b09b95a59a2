import CaseCore
import DutchMessages

/// Finds the place in the file of a fault in the workflow.
struct FaultPlaces {
  let root: YamlNode
  /// The paths that differ between model and file.
  let moved: [[String]: [String]]

  /// The fault as its author reads it, with its paths as in the file.
  func inFile(_ fault: WorkflowFault) -> WorkflowFault {
    let basis = fault.basis.map { basis -> WorkflowFault.Basis in
      switch basis {
      case .names(let group): .names(in: filePath(group))
      case .all(let path): .all(of: filePath(path))
      }
    }
    return WorkflowFault(filePath(fault.path), fault.dutch, basis: basis)
  }

  /// - Parameter fault: a result of ``inFile(_:)``. Where its path does not exist, the place of the last part that exists is
  ///   used.
  func place(of fault: WorkflowFault) -> Place {
    var node = root
    var place = Place.start
    for (index, key) in fault.path.enumerated() {
      let isKeyMeant = index == fault.path.count - 1 && isKeyMeant(fault, in: fault.path[..<index])
      guard let (next, at) = step(key, from: node, at: place, isKeyMeant: isKeyMeant) else { break }
      (node, place) = (next, at)
    }
    return place
  }

  /// Whether the fault is in the key, and not in the word after it: in declarations that are a word alone, and in groups
  /// whose keys are names that are declared elsewhere.
  private func isKeyMeant(_ fault: WorkflowFault, in group: ArraySlice<String>) -> Bool {
    group == ["roles"] || group == ["conditions"] || group.last == "on"
      || (group.last == "assign" && fault.isUnknownName)
  }

  private func step(_ key: String, from node: YamlNode, at place: Place, isKeyMeant: Bool) -> (YamlNode, Place)? {
    switch node.content {
    case .mapping:
      // Where a list may be left out around its only item, the item stands for the list.
      guard let pair = node[key] else { return Int(key) == nil ? nil : (node, place) }
      if !isKeyMeant, case .scalar = pair.value.content { return (pair.value, pair.value.place) }
      return (pair.value, pair.keyPlace)
    case .sequence(let items):
      guard let index = Int(key), items.indices.contains(index) else { return nil }
      return (items[index], items[index].place)
    case .scalar:
      return nil
    }
  }

  private func filePath(_ path: [String]) -> [String] {
    for length in stride(from: path.count, to: 0, by: -1) {
      if let start = moved[Array(path.prefix(length))] { return start + path.dropFirst(length) }
    }
    return path
  }
}
