import assert from 'node:assert/strict';
import { fitFigure } from '../../../ui/src/domain/figure.ts';

const look = {
  text: 'white',
  grid: 'gray',
  surface: 'black',
  raised: 'navy',
  href: (uri: string) => uri.replace('http://files', '/files'),
};
const fit = (figure: object) => fitFigure(figure, look) as { data: Record<string, any>[]; layout: Record<string, any> };

describe('a figure written in Python', () => {
  it('has titles as objects wherever older libraries write strings', () => {
    const { data, layout } = fit({
      data: [{ type: 'heatmap', colorbar: { title: 'n' } }],
      layout: { title: 'T', xaxis: { title: 'x' }, yaxis2: { title: 'y2' }, scene: { zaxis: { title: 'z' } } },
    });
    assert.equal(layout.title.text, 'T');
    assert.equal(layout.xaxis.title.text, 'x');
    assert.equal(layout.yaxis2.title.text, 'y2');
    assert.equal(layout.scene.zaxis.title.text, 'z');
    assert.equal(data[0]?.colorbar.title.text, 'n');
  });

  it('has the colours of the page in space too, where it says nothing of the scene, and keeps a ground of its own', () => {
    const { scene } = fit({ data: [{ type: 'surface' }], layout: { scene: { zaxis: { backgroundcolor: 'pink' } } } }).layout;
    assert.deepEqual([scene.xaxis.color, scene.xaxis.gridcolor, scene.xaxis.backgroundcolor], ['white', 'gray', 'rgba(0,0,0,0)']);
    assert.equal(scene.zaxis.backgroundcolor, 'pink');
    assert.equal(fit({ data: [{ type: 'surface' }] }).layout.scene.yaxis.color, 'white');
  });

  it('has links of flows that are seen on the page, unless it colours them itself', () => {
    const linkColor = (link: object) => fit({ data: [{ type: 'sankey', link }] }).data[0]?.link.color;
    assert.deepEqual([linkColor({ source: [0] }), linkColor({ color: 'pink' })], ['gray', 'pink']);
  });

  it('takes its images through the origin of the page', () => {
    const { layout } = fit({ layout: { images: [{ source: 'http://files/a b.png', x: 0 }] } });
    assert.deepEqual(layout.images, [{ source: '/files/a b.png', x: 0 }]);
  });

  it('fills the place that it is given', () => {
    const { layout } = fit({ layout: { width: 900, height: 400 } });
    assert.deepEqual([layout.width, layout.height, layout.autosize], [undefined, undefined, true]);
  });

  it('keeps a colour for each cell of a table and gives plain tables those of the page', () => {
    const [plain, painted] = fit({
      data: [
        { type: 'table', header: {}, cells: { fill: { color: '#fff' }, font: { color: '#333' } } },
        { type: 'table', header: {}, cells: { fill: { color: [['red', 'green']] } } },
      ],
    }).data;
    assert.deepEqual([plain?.cells.fill.color, plain?.cells.font.color], ['black', 'white']);
    assert.deepEqual(painted?.cells.fill.color, [['red', 'green']]);
  });
});
