import {
  AmbientLight,
  Box3,
  DirectionalLight,
  Mesh,
  PerspectiveCamera,
  Scene,
  Texture,
  Vector3,
  WebGLRenderer,
  type Object3D,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";

/** Part of the frame's height that the model fills. */
const FILL = 0.8;
const FIELD_OF_VIEW = 35;

/**
 * Shows a GLB in an element until `signal` is aborted.
 * @throws Error if the browser has no WebGL or the file is no GLB that can be read without decoders
 */
export async function showModel(element: HTMLElement, content: Blob, signal: AbortSignal): Promise<void> {
  const { scene: model } = await new GLTFLoader().parseAsync(await content.arrayBuffer(), "");
  if (signal.aborted) return release(model);
  const renderer = new WebGLRenderer({ antialias: true, alpha: true });
  const scene = new Scene();
  const light = new DirectionalLight(0xffffff, 2.5);
  light.position.set(1, 2, 3);
  scene.add(model, light, new AmbientLight(0xffffff, 1.2));
  const camera = new PerspectiveCamera(FIELD_OF_VIEW);
  const controls = new OrbitControls(camera, renderer.domElement);
  placeCamera(camera, controls, model);
  element.append(renderer.domElement);

  const draw = () => renderer.render(scene, camera);
  // Drawn when something changes, not all the time.
  controls.addEventListener("change", draw);
  const observer = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = element;
    if (width === 0 || height === 0) return;
    renderer.setPixelRatio(devicePixelRatio);
    renderer.setSize(width, height);
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
    draw();
  });
  observer.observe(element);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    controls.dispose();
    release(model);
    renderer.dispose();
    renderer.domElement.remove();
  });
}

/** Looks at the middle of the model, from the front and a little above, so that it fits the frame. */
function placeCamera(camera: PerspectiveCamera, controls: OrbitControls, model: Object3D): void {
  const box = new Box3().setFromObject(model);
  const centre = box.getCenter(new Vector3());
  const radius = Math.max(box.getSize(new Vector3()).length() / 2, Number.EPSILON);
  const distance = radius / FILL / Math.sin((FIELD_OF_VIEW / 2) * (Math.PI / 180));
  camera.position.copy(centre).add(new Vector3(0.3, 0.35, 1).normalize().multiplyScalar(distance));
  camera.near = distance / 100;
  camera.far = distance * 10;
  controls.target.copy(centre);
  controls.update();
}

/** Frees the memory of a model on the GPU. */
function release(model: Object3D): void {
  model.traverse((part) => {
    if (!(part instanceof Mesh)) return;
    const { geometry, material } = part as Mesh;
    geometry.dispose();
    for (const one of [material].flat()) {
      for (const value of Object.values(one)) if (value instanceof Texture) value.dispose();
      one.dispose();
    }
  });
}
