/** Declares a class that takes pictures and shows them. */
const declare = (name: string, title: string, module: string, category: string) => ({
  input: { required: { images: ["IMAGE"] } },
  input_order: { required: ["images"] },
  is_input_list: false,
  output: [],
  output_is_list: [],
  output_name: [],
  name,
  display_name: title,
  description: "",
  python_module: module,
  category,
  output_node: true,
});

/** Classes that tools use to get results, and that the proxy replaces by SaveImage, so that every image has them. */
export const ownClasses: Readonly<Record<string, unknown>> = {
  PreviewImage: declare("PreviewImage", "Preview Image", "nodes", "image"),
  SaveImageWebsocket: declare(
    "SaveImageWebsocket",
    "SaveImageWebsocket",
    "custom_nodes.websocket_image_save",
    "api/image",
  ),
};
