@main
enum Casusregie {
  static func main() {}
}
